using Mm.Faults;
using Mm.Frames;
using Mm.Locks;
using Mm.PageTables;
using Mm.ReverseMap;

namespace Mm.Operations;

/// <summary>Breakpoints in the code of a process (uprobes): the page is copied for the process alone, whatever its rights, and the breakpoint written into the
/// copy (<c>install_breakpoint</c>).</summary>
internal static class UprobeOperation
{
    private const byte Breakpoint = 0xCC;

    /// <summary>Installs a breakpoint: 0; -EINVAL where code of a file is not privately mapped, -EFAULT if its page cannot be had, -ENOMEM.</summary>
    [Excludes("mm.MmapLock")]
    internal static long Install(MmStruct mm, ulong addr)
    {
        ulong page = PageMath.Down(addr);
        if (addr >= PageMath.TaskSize)
            return -Errno.EINVAL;
        int interrupted = mm.Protocol.BeginWrite(mm, page, page + PageMath.Size);
        if (interrupted != 0)
            return interrupted;
        long result = InstallLocked(mm, addr);
        mm.MmapLock.WriteUnlock();
        return result;
    }

    [RequiresWrite("mm.MmapLock")]
    private static long InstallLocked(MmStruct mm, ulong addr)
    {
        const VmFlags Judged = VmFlags.HugeTlb | VmFlags.MayExec | VmFlags.MayShare | VmFlags.Write;
        Vma? vma = mm.LookupVma(addr);
        if (vma == null || vma.MappedFile == null || (vma.Flags & Judged) != VmFlags.MayExec)
            return -Errno.EINVAL;
        AnonVmaChains.Prepare(mm, vma);
        long error = CopyPage(mm, vma, addr, out Pfn pfn);
        if (error != 0)
            return error;
        Span<byte> content = mm.System.Frames.Content(pfn, create: true);
        if (content.IsEmpty)
            return -Errno.ENOMEM;
        content[(int)(addr & (PageMath.Size - 1))] = Breakpoint;
        vma.ModifyFlags(VmFlags.Uprobe, VmFlags.None);
        mm.Uprobes.Add(addr);
        return 0;
    }

    /// <summary>Makes the page the process's own.</summary>
    [RequiresWrite("mm.MmapLock")]
    private static long CopyPage(MmStruct mm, [OwnedBy("mm")] Vma vma, ulong addr, out Pfn pfn)
    {
        FrameTable frames = mm.System.Frames;
        pfn = Pfn.None;
        while (true)
        {
            Pte entry = PageWalks.Get(mm.Tables, addr);
            if (entry.IsMapped && (frames.Flags(entry.Frame) & FrameFlags.Anon) != 0 && frames.IsExclusive(entry.Frame))
            {
                pfn = entry.Frame;
                return 0;
            }
            FaultResult result = entry.IsMapped && mm.Tables.WalkPte(addr) is { } table
                ? FaultHandler.Unshare(mm, vma, addr, table, entry)
                : SlowFault.HandlePrepared(mm, vma, addr, AccessKind.Read);
            if (result != FaultResult.Done)
                return result == FaultResult.OutOfMemory ? -Errno.ENOMEM : -Errno.EFAULT;
        }
    }
}
