using Mm.Files;
using Mm.Locks;
using Mm.PageTables;

namespace Mm;

// The mappings whose unmapping writes to the layout's state: what RFC v7 of the unmap series called special, and sent the way of the exclusive lock.
public sealed partial class MmStruct
{
    /// <summary>Breakpoints of uprobes, by address.</summary>
    [GuardedBy("MmapLock")]
    internal readonly SortedSet<ulong> Uprobes = [];

    /// <summary>The kinds of mappings in a range whose unmapping writes to them; none for ordinary memory.</summary>
    /// <remarks>A design that zaps without the lock for write sends these another way, or calls <see cref="ReleaseSpecialKinds"/> while it still has it.</remarks>
    [RequiresRead("MmapLock")]
    public VmFlags SpecialKindsIn(ulong start, ulong end)
    {
        VmFlags kinds = VmFlags.None;
        for (ulong at = start; FindIntersection(at, end) is { } vma; at = vma.End)
            kinds |= vma.Flags & VmFlags.NeedsExclusiveUnmap;
        return kinds;
    }

    /// <summary>What the unmapping of special mappings writes: VM_PAT and its table for device memory (<c>untrack_pfn</c>), VM_MAYSHARE for huge pages of
    /// hugetlbfs (<c>__unmap_hugepage_range_final</c>), the breakpoints of uprobes (<c>uprobe_munmap</c>).</summary>
    /// <remarks>For write, and not under a downgraded hold, although the mappings are detached: reverse mapping still finds them, and reads what is written
    /// here.</remarks>
    [RequiresWrite("MmapLock")]
    public void ReleaseSpecialKinds([ValidUnder("MmapLock"), OwnedBy("this")] DetachedRange range)
    {
        ArgumentNullException.ThrowIfNull(range);
        if (range.SpecialKinds == VmFlags.None)
            return;
        for (int i = 0; i < range.Count; i++)
            ReleaseSpecialKind(range[i]);
        range.SpecialKinds = VmFlags.None;
    }

    [RequiresWrite("MmapLock")]
    private void ReleaseSpecialKind([OwnedBy("this")] Vma vma)
    {
        VmFlags flags = vma.Flags;
        if ((flags & VmFlags.PfnTracked) != 0)
        {
            vma.MappedFile!.Device!.Track(-(long)vma.PageCount);
            vma.ModifyFlags(VmFlags.None, VmFlags.PfnTracked);
        }
        if ((flags & VmFlags.HugeTlb) != 0)
            vma.ModifyFlags(VmFlags.None, VmFlags.MayShare);
        if ((flags & VmFlags.Uprobe) != 0)
            Uprobes.GetViewBetween(vma.Start, vma.End - 1).Clear();
    }

    /// <summary>Maps the frames of a device over a new mapping (<c>remap_pfn_range</c>). False if there is no memory for a table.</summary>
    [RequiresWrite("MmapLock")]
    internal bool MapDevice([OwnedBy("this")] Vma vma, DeviceMemory device)
    {
        PageProtection protection = Faults.FaultHandler.ProtectionFor(vma.Flags, writable: true);
        for (ulong at = vma.Start; at < vma.End; at += PageMath.Size)
        {
            if (Tables.GetOrAllocPte(at) is not { } table)
                return false;
            table.Lock.Lock();
            table.Set(table.IndexOf(at), Pte.MapDevice(device.FrameOf(vma.PgOff + PageMath.Pages(at - vma.Start)), protection));
            table.Lock.Unlock();
        }
        device.Track((long)vma.PageCount);
        vma.ModifyFlags(VmFlags.PfnTracked, VmFlags.None);
        return true;
    }

    /// <summary>The pages of a range have moved, and breakpoints with them.</summary>
    [RequiresWrite("MmapLock")]
    internal void MoveUprobes(ulong from, ulong to, ulong length)
    {
        if (Uprobes.Count == 0)
            return;
        ulong[] moved = [.. Uprobes.GetViewBetween(from, from + length - 1)];
        foreach (ulong address in moved)
        {
            Uprobes.Remove(address);
            Uprobes.Add(address - from + to);
        }
    }
}
