using Mm.Files;
using Mm.Locks;

namespace Mm.Operations;

/// <summary>What execve maps besides the program: the kernel's own pages, the heap, the stack.</summary>
internal static class SpecialOperation
{
    /// <summary>Maps pages of the kernel (<c>install_special_mapping</c>).</summary>
    [Excludes("mm.MmapLock")]
    internal static long Map(MmStruct mm, ulong addr, ulong length, Prot prot, SpecialMapping mapping)
    {
        VmFlags flags = MmapChecks.FromProt(prot) | VmFlags.MayRead | VmFlags.DontExpand;
        flags |= (prot & Prot.Exec) != 0 ? VmFlags.MayWrite | VmFlags.MayExec : VmFlags.Io | VmFlags.DontDump | VmFlags.PfnMap;
        // What may be stored to may be made so: fork goes by the latter when it takes the right away.
        if ((prot & Prot.Write) != 0)
            flags |= VmFlags.MayWrite;
        return MapFixed(mm, addr, length, flags, mapping);
    }

    /// <summary>Says where the heap is, and maps it if it is not empty.</summary>
    [Excludes("mm.MmapLock")]
    internal static long SetHeap(MmStruct mm, ulong start, ulong end)
    {
        if (start > end || end > PageMath.TaskSize)
            return -Errno.EINVAL;
        int interrupted = mm.Protocol.BeginWrite(mm, start, end);
        if (interrupted != 0)
            return interrupted;
        long result = 0;
        ulong first = PageMath.Up(start);
        ulong last = PageMath.Up(end);
        if (mm.FindIntersection(first, last) != null)
            result = -Errno.EEXIST;
        else if (first != last && !BrkOperation.Extend(mm, first, last))
            result = -Errno.ENOMEM;
        if (result == 0)
        {
            mm.StartBrk = start;
            mm.BrkAddress = end;
        }
        mm.MmapLock.WriteUnlock();
        return result;
    }

    /// <summary>Maps the main stack.</summary>
    [Excludes("mm.MmapLock")]
    internal static long SetStack(MmStruct mm, ulong start, ulong end)
    {
        if (start >= end || !PageMath.IsAligned(start | end))
            return -Errno.EINVAL;
        long result = mm.Mmap(start, end - start, Prot.ReadWrite, MapFlags.Private | MapFlags.Anonymous | MapFlags.GrowsDown | MapFlags.FixedNoReplace);
        if (result < 0)
            return result;
        using (mm.MmapLock.Write())
            mm.StartStack = end - sizeof(ulong);
        return 0;
    }

    [Excludes("mm.MmapLock")]
    private static long MapFixed(MmStruct mm, ulong addr, ulong length, VmFlags flags, SpecialMapping mapping)
    {
        length = PageMath.Up(length);
        if (length == 0 || length > PageMath.TaskSize || addr > PageMath.TaskSize - length)
            return -Errno.EINVAL;
        MmapRequest r = new()
        {
            Addr = addr,
            Length = length,
            Flags = MapFlags.Private | MapFlags.Anonymous | MapFlags.FixedNoReplace,
            VmFlags = flags,
            Special = mapping,
        };
        int interrupted = mm.Protocol.BeginWrite(mm, r.Addr, r.End);
        if (interrupted != 0)
            return interrupted;
        long result = MmapOperation.MapLocked(mm, ref r, out _);
        mm.MmapLock.WriteUnlock();
        return result;
    }
}
