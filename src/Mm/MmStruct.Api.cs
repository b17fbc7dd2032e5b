using Mm.Files;
using Mm.Locks;
using Mm.Mmu;
using Mm.Operations;
using Mm.Proc;
using Mm.Userfault;

namespace Mm;

// The system calls and the accesses of a program. Arguments may be any 64-bit values. Results are not negative, or a negated error number.
public sealed partial class MmStruct
{
    /// <summary>mmap: the address of the new mapping.</summary>
    /// <param name="addr">Where, with MAP_FIXED; else a hint, or 0.</param>
    /// <param name="length">Bytes; rounded up to pages.</param>
    /// <param name="prot">What is permitted.</param>
    /// <param name="flags">Flags, of which one type.</param>
    /// <param name="file">What is mapped, unless MAP_ANONYMOUS; null is a bad descriptor.</param>
    /// <param name="offset">Where in the file, in bytes, page-aligned.</param>
    [Excludes("MmapLock")]
    public long Mmap(ulong addr, ulong length, Prot prot, MapFlags flags, MmFile? file = null, ulong offset = 0)
    {
        long result = MmapOperation.Run(this, addr, length, prot, flags, file, offset);
        CheckInvariants();
        return result;
    }

    /// <summary>Maps what the kernel maps by itself (vdso, vvar), never merged and never charged.</summary>
    /// <param name="addr">Where, page-aligned.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="prot">What is permitted.</param>
    /// <param name="mapping">What it is.</param>
    [Excludes("MmapLock")]
    public long MapSpecial(ulong addr, ulong length, Prot prot, SpecialMapping mapping)
    {
        long result = SpecialOperation.Map(this, addr, length, prot, mapping);
        CheckInvariants();
        return result;
    }

    /// <summary>Says where the heap is and maps it, as execve does.</summary>
    /// <param name="start">Where it starts.</param>
    /// <param name="end">Where it ends; equal to the start for an empty one.</param>
    [Excludes("MmapLock")]
    public long SetHeap(ulong start, ulong end)
    {
        long result = SpecialOperation.SetHeap(this, start, end);
        CheckInvariants();
        return result;
    }

    /// <summary>Maps the main stack, as execve does: private, writable, growing down.</summary>
    /// <param name="start">First address, page-aligned.</param>
    /// <param name="end">First address past it.</param>
    [Excludes("MmapLock")]
    public long SetStack(ulong start, ulong end)
    {
        long result = SpecialOperation.SetStack(this, start, end);
        CheckInvariants();
        return result;
    }

    /// <summary>munmap.</summary>
    [Excludes("MmapLock")]
    public long Munmap(ulong addr, ulong length)
    {
        long result = MunmapOperation.Run(this, addr, length);
        CheckInvariants();
        return result;
    }

    /// <summary>mprotect.</summary>
    [Excludes("MmapLock")]
    public long Mprotect(ulong addr, ulong length, Prot prot)
    {
        long result = MprotectOperation.Run(this, addr, length, prot);
        CheckInvariants();
        return result;
    }

    /// <summary>mremap: the address of the mapping, which may have moved.</summary>
    [Excludes("MmapLock")]
    public long Mremap(ulong oldAddr, ulong oldLength, ulong newLength, MremapFlags flags, ulong newAddr = 0)
    {
        long result = MremapOperation.Run(this, oldAddr, oldLength, newLength, flags, newAddr);
        CheckInvariants();
        return result;
    }

    /// <summary>madvise.</summary>
    [Excludes("MmapLock")]
    public long Madvise(ulong addr, ulong length, Advice advice)
    {
        long result = MadviseOperation.Run(this, addr, length, advice);
        CheckInvariants();
        return result;
    }

    /// <summary>brk: the new end of the heap, or the old one if it could not be moved.</summary>
    [Excludes("MmapLock")]
    public long Brk(ulong brk)
    {
        long result = BrkOperation.Run(this, brk);
        CheckInvariants();
        return result;
    }

    /// <summary>mincore: one byte for each page, 1 if it is resident.</summary>
    /// <param name="addr">First address, page-aligned.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="vec">Where the answer goes; -EFAULT if it is too short.</param>
    [Excludes("MmapLock")]
    public long Mincore(ulong addr, ulong length, Span<byte> vec) => MincoreOperation.Run(this, addr, length, vec);

    /// <summary>mlock.</summary>
    [Excludes("MmapLock")]
    public long Mlock(ulong addr, ulong length) => Mlock2(addr, length, MlockFlags.None);

    /// <summary>mlock2.</summary>
    [Excludes("MmapLock")]
    public long Mlock2(ulong addr, ulong length, MlockFlags flags)
    {
        long result = MlockOperation.Lock(this, addr, length, flags);
        CheckInvariants();
        return result;
    }

    /// <summary>munlock.</summary>
    [Excludes("MmapLock")]
    public long Munlock(ulong addr, ulong length)
    {
        long result = MlockOperation.Unlock(this, addr, length);
        CheckInvariants();
        return result;
    }

    /// <summary>mlockall.</summary>
    [Excludes("MmapLock")]
    public long Mlockall(MlockallFlags flags)
    {
        long result = MlockOperation.LockAll(this, flags);
        CheckInvariants();
        return result;
    }

    /// <summary>munlockall.</summary>
    [Excludes("MmapLock")]
    public long Munlockall()
    {
        long result = MlockOperation.UnlockAll(this);
        CheckInvariants();
        return result;
    }

    /// <summary>msync.</summary>
    [Excludes("MmapLock")]
    public long Msync(ulong addr, ulong length, MsyncFlags flags) => MsyncOperation.Run(this, addr, length, flags);

    /// <summary>mseal.</summary>
    [Excludes("MmapLock")]
    public long Mseal(ulong addr, ulong length, ulong flags = 0)
    {
        long result = MsealOperation.Run(this, addr, length, flags);
        CheckInvariants();
        return result;
    }

    /// <summary>prctl(PR_SET_VMA, PR_SET_VMA_ANON_NAME).</summary>
    /// <param name="addr">First address, page-aligned.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="name">The name; null takes it away.</param>
    [Excludes("MmapLock")]
    public long SetAnonName(ulong addr, ulong length, string? name)
    {
        long result = AnonNameOperation.Run(this, addr, length, name);
        CheckInvariants();
        return result;
    }

    /// <summary>prctl(PR_SET_THP_DISABLE): whether the process wants no pages of 2 MB, whatever its mappings want.</summary>
    [Excludes("MmapLock")]
    public void SetThpDisabled(bool disabled)
    {
        using (MmapLock.Write())
            Volatile.Write(ref _thpDisabled, disabled);
    }

    /// <summary>Installs a breakpoint of an uprobe in code that is privately mapped from a file.</summary>
    /// <param name="addr">Where.</param>
    /// <returns>0; -EINVAL where there is no such code, -EFAULT, -ENOMEM, -EINTR.</returns>
    [Excludes("MmapLock")]
    public long InstallUprobe(ulong addr)
    {
        long result = UprobeOperation.Install(this, addr);
        CheckInvariants();
        return result;
    }

    /// <summary>Breakpoints of uprobes that are mapped now.</summary>
    public int UprobeCount
    {
        [Excludes("MmapLock")]
        get
        {
            using (MmapLock.Read())
                return Uprobes.Count;
        }
    }

    /// <summary>fork: the child's address space, with copy-on-write; null on an error.</summary>
    /// <param name="error">0, or a negated error number.</param>
    [Excludes("MmapLock")]
    public MmStruct? Fork(out long error)
    {
        MmStruct? child = ForkOperation.Run(this, out error);
        CheckInvariants();
        return child;
    }

    /// <summary>userfaultfd: a descriptor through which a monitor handles the faults of this address space.</summary>
    /// <param name="flags">Whether reads wait, and whether faults of the kernel count.</param>
    /// <param name="uffd">The descriptor; null on an error.</param>
    /// <returns>0, or -EINVAL for an unknown flag.</returns>
    public long CreateUserfaultfd(UserfaultfdFlags flags, out Userfaultfd? uffd)
    {
        const UserfaultfdFlags Known = UserfaultfdFlags.UserModeOnly | UserfaultfdFlags.NonBlock | UserfaultfdFlags.CloseOnExec;
        bool valid = (flags & ~Known) == 0;
        uffd = valid ? new Userfaultfd(this, flags) : null;
        return valid ? 0 : -Errno.EINVAL;
    }

    /// <summary>An access of the program to one byte, on the calling thread's CPU.</summary>
    [Excludes("MmapLock")]
    public FaultOutcome Touch(ulong addr, AccessKind access) => UserAccess.Touch(this, addr, access);

    /// <summary>Loads bytes as the program would; ends at the first fault that cannot be repaired.</summary>
    [Excludes("MmapLock")]
    public FaultOutcome Read(ulong addr, Span<byte> to) => UserAccess.Read(this, addr, to);

    /// <summary>Stores bytes as the program would; those before a fault that cannot be repaired are stored.</summary>
    [Excludes("MmapLock")]
    public FaultOutcome Write(ulong addr, ReadOnlySpan<byte> from) => UserAccess.Write(this, addr, from);

    /// <summary>Reads the memory of another process, as <c>ps</c> does (<c>access_process_vm</c>): bytes read, or -EFAULT if there were none.</summary>
    [Excludes("MmapLock")]
    public long ReadRemote(ulong addr, Span<byte> to) => RemoteAccess.Read(this, addr, to);

    /// <summary>Writes the memory of another process: bytes written, or -EFAULT if there were none.</summary>
    [Excludes("MmapLock")]
    public long WriteRemote(ulong addr, ReadOnlySpan<byte> from) => RemoteAccess.Write(this, addr, from);

    /// <summary>Reads <c>/proc/pid/pagemap</c>: an entry for each page from an address on, in the kernel's layout (bit 63 present, 61 file or shared, 58
    /// guard, 56 mapped
    /// once, the frame in the low bits). Pages beyond the task size read as zero.</summary>
    /// <param name="start">First address, page-aligned.</param>
    /// <param name="entries">Where the entries go.</param>
    [Excludes("MmapLock")]
    public void ReadPagemap(ulong start, Span<ulong> entries) => Pagemap.Read(this, start, entries);

    /// <summary>Writes <c>/proc/pid/maps</c>.</summary>
    [Excludes("MmapLock")]
    public void FormatMaps(TextWriter writer) => MapsText.Write(this, writer);

    /// <summary>Writes <c>/proc/pid/smaps</c>.</summary>
    [Excludes("MmapLock")]
    public void FormatSmaps(TextWriter writer) => SmapsText.Write(this, writer);

    /// <summary>Unmaps everything and frees the page tables (<c>exit_mmap</c>). No thread may use the address space any more.</summary>
    public void Dispose()
    {
        // Pairs with the load in HasExited.
        Volatile.Write(ref _hasExited, true);
        ExitOperation.Run(this);
    }
}
