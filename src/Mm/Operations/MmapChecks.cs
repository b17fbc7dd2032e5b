using Mm.Files;

namespace Mm.Operations;

/// <summary>The argument checks of mmap, in the kernel's order.</summary>
internal static class MmapChecks
{
    /// <summary>MAP_SHARED ignores flags outside of these, MAP_SHARED_VALIDATE refuses them.</summary>
    private const MapFlags LegacyFlags =
        MapFlags.Shared | MapFlags.Private | MapFlags.Fixed | MapFlags.Anonymous | MapFlags.DenyWrite | MapFlags.Executable | MapFlags.Uninitialized
        | MapFlags.GrowsDown | MapFlags.Locked | MapFlags.NoReserve | MapFlags.Populate | MapFlags.NonBlock | MapFlags.Stack | MapFlags.HugeTlb
        | MapFlags.Low32Bit | (MapFlags)(0x3fUL << 26);

    /// <summary>What can be said before the lock is taken: offset, file, length, hint.</summary>
    internal static long BeforeLock(MmStruct mm, ref MmapRequest r, ulong offset)
    {
        if (!PageMath.IsAligned(offset))
            return -Errno.EINVAL;
        if ((r.Flags & MapFlags.Anonymous) != 0)
            r.File = null;
        else if (r.File == null)
            return -Errno.EBADF;
        if ((r.Flags & MapFlags.HugeTlb) != 0)
        {
            long error = HugeTlbFile(mm, ref r);
            if (error != 0)
                return error;
        }
        r.PgOff = PageMath.Pages(offset);
        if (r.Length == 0)
            return -Errno.EINVAL;
        if (!r.IsFixed)
            r.Addr = RoundHint(mm, r.Addr);
        r.Length = PageMath.Up(r.Length);
        return r.Length == 0 ? -Errno.ENOMEM : 0;
    }

    /// <summary>MAP_HUGETLB: memory of the pool, as a file of hugetlbfs that nobody else has (<c>hugetlb_file_setup</c>). Private mappings only; shared ones are
    /// -ENOMEM as if the pool had no pages. Pages are not reserved: a fault that finds the pool empty is SIGBUS, as with MAP_NORESERVE.</summary>
    private static long HugeTlbFile(MmStruct mm, ref MmapRequest r)
    {
        if (!r.IsAnonymous || r.Length == 0)
            return -Errno.EINVAL;
        ulong length = unchecked(r.Length + PageMath.HugeSize - 1) & ~(PageMath.HugeSize - 1);
        ulong free = (ulong)mm.System.Frames.HugeTlbFree;
        if (length == 0 || length / PageMath.HugeSize > free || (r.Flags & MapFlags.TypeMask) != MapFlags.Private)
            return -Errno.ENOMEM;
        if (r.IsFixed && r.Addr % PageMath.HugeSize != 0)
            return -Errno.EINVAL;
        r.Length = length;
        r.Addr = unchecked(r.Addr + PageMath.HugeSize - 1) & ~(PageMath.HugeSize - 1);
        r.File = new MmFile(new AddressSpace(mm.System, length, "/anon_hugepage (deleted)")) { IsHugeTlb = true, PlacesForHugePages = true };
        return 0;
    }

    /// <summary>The flags that protection and map flags ask for, before the type of the mapping is looked at.</summary>
    internal static VmFlags InitialFlags(in MmapRequest r, VmFlags defaults)
    {
        VmFlags flags = FromProt(r.Prot) | VmFlags.MayMask | defaults;
        if ((r.Flags & MapFlags.GrowsDown) != 0)
            flags |= VmFlags.GrowsDown;
        if ((r.Flags & MapFlags.Locked) != 0)
            flags |= VmFlags.Locked;
        if ((r.Flags & MapFlags.Sync) != 0)
            flags |= VmFlags.Sync;
        if ((r.Flags & MapFlags.Stack) != 0)
            flags |= VmFlags.NoHugePage;
        return flags;
    }

    /// <summary>The access flags of a protection; bits that it does not know are ignored.</summary>
    internal static VmFlags FromProt(Prot prot) => (VmFlags)(ulong)(prot & (Prot.Read | Prot.Write | Prot.Exec));

    /// <summary>Checks of the mapping's type, and the flags that come from it.</summary>
    internal static long Type(MmStruct mm, ref MmapRequest r)
    {
        long error = r.File != null ? FileType(r.File, ref r) : AnonymousType(ref r);
        if (error == 0 && (r.Flags & MapFlags.NoReserve) != 0 && mm.System.Options.Overcommit != OvercommitMode.Never)
            r.VmFlags |= VmFlags.NoReserve;
        return error;
    }

    private static long FileType(MmFile file, ref MmapRequest r)
    {
        if (!file.Mapping.CanMapAt(r.PgOff, r.Length))
            return -Errno.EOVERFLOW;
        MapFlags flags = r.Flags;
        switch (flags & MapFlags.TypeMask)
        {
            case MapFlags.Shared:
            case MapFlags.SharedValidate:
                if ((flags & MapFlags.TypeMask) == MapFlags.SharedValidate && (flags & ~LegacyFlags) != 0)
                    return -Errno.EOPNOTSUPP;
                if ((r.Prot & Prot.Write) != 0 && (file.Access & FileAccessModes.Write) == 0)
                    return -Errno.EACCES;
                r.VmFlags |= VmFlags.Shared | VmFlags.MayShare;
                if ((file.Access & FileAccessModes.Write) == 0)
                    r.VmFlags &= ~(VmFlags.MayWrite | VmFlags.Shared);
                break;
            case MapFlags.Private:
                break;
            default:
                return -Errno.EINVAL;
        }
        if ((file.Access & FileAccessModes.Read) == 0)
            return -Errno.EACCES;
        if (file.NoExecMount)
        {
            if ((r.VmFlags & VmFlags.Exec) != 0)
                return -Errno.EPERM;
            r.VmFlags &= ~VmFlags.MayExec;
        }
        if (!file.CanMap)
            return -Errno.ENODEV;
        if ((r.VmFlags & VmFlags.GrowsDown) != 0)
            return -Errno.EINVAL;
        if (file.IsHugeTlb)
            r.VmFlags |= VmFlags.HugeTlb | VmFlags.DontExpand;
        return file.Device is { } device ? DeviceType(device, ref r) : 0;
    }

    /// <summary>What the driver says: its memory is mapped shared, within its bounds, and with the flags of <c>remap_pfn_range</c>.</summary>
    private static long DeviceType(DeviceMemory device, ref MmapRequest r)
    {
        if ((r.VmFlags & VmFlags.MayShare) == 0 || !device.Has(r.PgOff, PageMath.Pages(r.Length)))
            return -Errno.EINVAL;
        r.VmFlags |= VmFlags.Io | VmFlags.PfnMap | VmFlags.DontExpand | VmFlags.DontDump;
        return 0;
    }

    private static long AnonymousType(ref MmapRequest r)
    {
        switch (r.Flags & MapFlags.TypeMask)
        {
            case MapFlags.Shared:
                if ((r.VmFlags & VmFlags.GrowsDown) != 0)
                    return -Errno.EINVAL;
                r.PgOff = 0;
                r.VmFlags |= VmFlags.Shared | VmFlags.MayShare;
                return 0;
            case MapFlags.Droppable:
                if ((r.Flags & MapFlags.Locked) != 0 || (r.VmFlags & VmFlags.GrowsDown) != 0)
                    return -Errno.EINVAL;
                r.VmFlags |= VmFlags.Droppable | VmFlags.NoReserve | VmFlags.WipeOnFork | VmFlags.DontDump;
                r.PgOff = PageMath.Pages(r.Addr);
                return 0;
            case MapFlags.Private:
                r.PgOff = PageMath.Pages(r.Addr);
                return 0;
            default:
                return -Errno.EINVAL;
        }
    }

    /// <summary>A hint is rounded down to a page, and up to the lowest address that may be mapped (<c>round_hint_to_min</c>).</summary>
    private static ulong RoundHint(MmStruct mm, ulong hint)
    {
        hint = PageMath.Down(hint);
        ulong min = mm.System.Options.MmapMinAddr;
        return hint != 0 && hint < min ? PageMath.Up(min) : hint;
    }
}
