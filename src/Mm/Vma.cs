using Mm.Files;
using Mm.Locks;
using Mm.ReverseMap;
using Mm.Userfault;

namespace Mm;

/// <summary>One mapping of an address space (<c>vm_area_struct</c>).</summary>
/// <remarks>
/// Objects are taken from a pool of their address space and reused without waiting for RCU readers (the kernel's SLAB_TYPESAFE_BY_RCU): who finds one
/// without the mmap lock must take its VMA lock, and then look at its bounds again. The owner never changes, so a reuse by another address space,
/// which the kernel has to rule out with a look at <c>vm_mm</c>, cannot happen.
/// </remarks>
public sealed class Vma
{
    internal Vma(MmStruct mm)
    {
        Mm = mm;
        FileNode = new RmapNode(this);
    }

    /// <summary>The address space that the mapping belongs to (<c>vm_mm</c>); written once.</summary>
    [LockOwner]
    public MmStruct Mm { get; }

    /// <summary>The per-VMA lock of process_addrs.rst: readers are faults, the writer is whoever holds the mmap lock for write.</summary>
    [DefaultLock]
    public VmLock VmLock { get; } = new();

    /// <summary>First address (<c>vm_start</c>), page-aligned.</summary>
    [GuardedBy("Mm.MmapLock", "VmLock", "MappedFile.IMmapLock", "AnonVma.Lock")]
    public ulong Start;

    /// <summary>First address past the mapping (<c>vm_end</c>), page-aligned.</summary>
    [GuardedBy("Mm.MmapLock", "VmLock", "MappedFile.IMmapLock", "AnonVma.Lock")]
    public ulong End;

    /// <summary>Offset of <see cref="Start"/> in the object, in pages (<c>vm_pgoff</c>); for anonymous memory the page number at which it was mapped.</summary>
    [GuardedBy("Mm.MmapLock", "VmLock", "MappedFile.IMmapLock", "AnonVma.Lock")]
    public ulong PgOff;

    /// <summary>What the mapping permits (<c>vm_flags</c>). <see cref="VmFlags.MaybeGuard"/> alone is set under a read lock, through
    /// <see cref="MarkMaybeGuard"/>.</summary>
    [GuardedBy("Mm.MmapLock", "VmLock", InterlockedWriteMode = LockMode.Read)]
    public VmFlags Flags;

    /// <summary>The name given by prctl(PR_SET_VMA_ANON_NAME), or null.</summary>
    [GuardedBy("Mm.MmapLock", "VmLock")]
    public string? AnonName;

    /// <summary>The file, written once when the mapping is made (<c>vm_file</c>); null for anonymous memory.</summary>
    [GuardedBy("Mm.MmapLock", "VmLock", ReferenceOnly = true)]
    public MmFile? MappedFile;

    /// <summary>What the kernel itself mapped (vdso, vvar), written once.</summary>
    [GuardedBy("Mm.MmapLock", "VmLock", ReferenceOnly = true)]
    public SpecialMapping? Special;

    /// <summary>The descriptor that faults on missing pages wait for (<c>vm_userfaultfd_ctx</c>), or null.</summary>
    [GuardedBy("Mm.MmapLock", "VmLock", ReferenceOnly = true)]
    public Userfaultfd? Userfaultfd;

    /// <summary>Where anonymous pages of the mapping are registered (<c>anon_vma</c>). Set from null by the first fault, under the mmap lock for read and
    /// with a compare-and-swap; set back to null only by unlinking.</summary>
    [GuardedBy("Mm.MmapLock", AlsoReadUnder = new[] { "VmLock" }, InterlockedWriteMode = LockMode.Read, ReferenceOnly = true)]
    public AnonVma? AnonVma;

    /// <summary>Every anon_vma that pages of the mapping may be registered with: its own and, in a forked child, the ancestors'
    /// (<c>anon_vma_chain</c>).</summary>
    [GuardedBy("AnonVma.Lock", AlsoReadUnder = new[] { "Mm.MmapLock" }, ReferenceOnly = true)]
    internal AnonVmaChain? Chain;

    /// <summary>The mapping's place in the file's interval tree (<c>shared.rb</c>). Its fields are the tree's, and changed by it alone, which the file's lock
    /// guards (<see cref="AddressSpace.Mappings"/>).</summary>
    internal readonly RmapNode FileNode;

    /// <summary>Bytes that stay free below the mapping: the guard gap of a stack, else 0. Set before the mapping is inserted and not changed after that, so a
    /// search for room, which may be under any lock of the tree, reads it without the VMA's.</summary>
    internal ulong StartGap;

    /// <summary>Next in the pool of free objects.</summary>
    [GuardedBy("Mm.MmapLock", WriteMode = LockMode.Update)]
    internal Vma? NextFree;

    /// <summary>Pages that the mapping spans.</summary>
    [RequiresReadAny("Mm.MmapLock", "VmLock")]
    public ulong PageCount => PageMath.Pages(End - Start);

    /// <summary>vma_start_write: waits until no fault holds the lock for read. Ends with the mmap lock's write hold, by release or downgrade.</summary>
    [RequiresWrite("Mm.MmapLock")]
    [AcquiresWrite("VmLock", Until = "Mm.MmapLock")]
    public void StartWrite() => VmLock.StartWrite(Mm.MmapLock);

    /// <summary>vma_end_read.</summary>
    [ReleasesRead("VmLock")]
    public void EndRead() => VmLock.EndRead();

    /// <summary>vm_flags_set and vm_flags_clear in one: locks the VMA itself.</summary>
    /// <param name="set">Flags to set.</param>
    /// <param name="clear">Flags to clear first.</param>
    [RequiresWrite("Mm.MmapLock")]
    [AcquiresWrite("VmLock", Until = "Mm.MmapLock")]
    public void ModifyFlags(VmFlags set, VmFlags clear)
    {
        StartWrite();
        Flags = (Flags & ~clear) | set;
    }

    /// <summary>Sets <see cref="VmFlags.MaybeGuard"/>, the one flag that is set under read locks.</summary>
    /// <remarks>Pairs with the reads in the merge rules, which hold the mmap lock for write; a plain change would undo
    /// one of another flag, if ever one were allowed beside readers.</remarks>
    [RequiresRead("Mm.MmapLock", "VmLock")]
    internal void MarkMaybeGuard()
    {
        VmFlags seen = Flags;
        while ((seen & VmFlags.MaybeGuard) == 0)
        {
            VmFlags before = Interlocked.CompareExchange(ref Flags, seen | VmFlags.MaybeGuard, seen);
            if (before == seen)
                return;
            seen = before;
        }
    }
}
