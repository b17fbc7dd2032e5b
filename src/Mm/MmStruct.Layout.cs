using Mm.Files;
using Mm.Locks;
using Mm.ReverseMap;

namespace Mm;

// Changing the layout: every member here needs the mmap lock for write, and the VMA's own lock for what it changes.
public sealed partial class MmStruct
{
    /// <summary>A VMA object that nobody else knows, with all fields at their defaults.</summary>
    [RequiresWrite("MmapLock")]
    [return: Isolated, OwnedBy("this")]
    internal Vma RentVma()
    {
        Vma? vma = FreeVmas;
        if (vma == null)
            return new Vma(this);
        FreeVmas = vma.NextFree;
        vma.NextFree = null;
        return vma;
    }

    /// <summary>Gives a VMA object back that nobody else can reach any more (<c>vm_area_free</c>).</summary>
    [RequiresUpdate("MmapLock")]
    internal void FreeVma([Isolated, Consumes, OwnedBy("this")] Vma vma)
    {
        vma.Flags = VmFlags.None;
        vma.AnonName = null;
        vma.MappedFile = null;
        vma.Special = null;
        vma.AnonVma = null;
        vma.Chain = null;
        vma.StartGap = 0;
        vma.Userfaultfd = null;
        vma.NextFree = FreeVmas;
        FreeVmas = vma;
    }

    /// <summary>Puts a VMA into the tree and the reverse maps (<c>vma_link</c>). It stays write-locked until the mmap lock's write hold ends.</summary>
    /// <param name="vma">The VMA, with its fields set, not in the tree, write-locked: a fault that finds it waits until the operation is over.</param>
    /// <returns>0, or -ENOMEM with nothing changed.</returns>
    [RequiresWrite("MmapLock")]
    [RequiresWrite("vma.VmLock")]
    public long InsertVma([OwnedBy("this")] Vma vma)
    {
        if (!Tree.TryReserve())
            return -Errno.ENOMEM;
        vma.VmLock.MarkAttached(MmapLock);
        Tree.Store(vma.Start, vma.End, vma);
        LinkFile(vma);
        MapCount++;
        return 0;
    }

    /// <summary>Splits a mapping in two at an address inside it, within the map count limit (<c>split_vma</c>).</summary>
    /// <param name="vma">The mapping.</param>
    /// <param name="addr">Page-aligned, above its start and below its end.</param>
    /// <param name="newBelow">Whether the new object is the lower part; <paramref name="vma"/> goes on as the other.</param>
    /// <returns>0; with nothing changed -ENOMEM, or -EINVAL inside a page of hugetlbfs.</returns>
    [RequiresWrite("MmapLock")]
    public long Split([OwnedBy("this")] Vma vma, ulong addr, bool newBelow) =>
        MapCount >= System.Options.MaxMapCount ? -Errno.ENOMEM : SplitUnchecked(vma, addr, newBelow);

    /// <summary>Splits whatever the map count is (<c>__split_vma</c>): unmapping the edge of a mapping is always allowed.</summary>
    [RequiresWrite("MmapLock")]
    internal long SplitUnchecked([OwnedBy("this")] Vma vma, ulong addr, bool newBelow)
    {
        if ((vma.Flags & VmFlags.HugeTlb) != 0 && addr % PageMath.HugeSize != 0)
            return -Errno.EINVAL;
        if (!Tree.TryReserve())
            return -Errno.ENOMEM;
        vma.StartWrite();
        ulong split = vma.PgOff + PageMath.Pages(addr - vma.Start);
        Vma created = RentVma();
        created.Flags = vma.Flags;
        created.AnonName = vma.AnonName;
        created.MappedFile = vma.MappedFile;
        created.Special = vma.Special;
        created.StartGap = vma.StartGap;
        created.Userfaultfd = vma.Userfaultfd;
        created.Start = newBelow ? vma.Start : addr;
        created.End = newBelow ? addr : vma.End;
        created.PgOff = newBelow ? vma.PgOff : split;
        created.StartWrite();

        // The new part enters the reverse maps before the old one leaves them there: a walker of a page's mappings must meet at least one of the two.
        AnonVmaChains.Clone(this, vma, created);
        LinkFile(created);
        if (newBelow)
            SetBounds(vma, addr, vma.End, split);
        else
            SetBounds(vma, vma.Start, addr, vma.PgOff);
        created.VmLock.MarkAttached(MmapLock);
        Tree.Store(created.Start, created.End, created);
        MapCount++;
        return 0;
    }

    /// <summary>Grows a mapping over free space and, where given, over a neighbour that becomes a part of it (<c>vma_expand</c>).</summary>
    /// <param name="target">The mapping that stays; write-locked afterwards.</param>
    /// <param name="start">Its new start.</param>
    /// <param name="end">Its new end.</param>
    /// <param name="pgOff">Its new offset.</param>
    /// <param name="flags">Flags of what it takes in: sticky ones are inherited.</param>
    /// <param name="removed">The neighbour that vanishes, or null.</param>
    /// <param name="source">A mapping elsewhere whose pages the new part will hold, or null.</param>
    /// <returns>0, or -ENOMEM with nothing changed.</returns>
    [RequiresWrite("MmapLock")]
    [AcquiresWrite("target.VmLock", Until = "MmapLock")]
    internal long Expand(
        [OwnedBy("this")] Vma target, ulong start, ulong end, ulong pgOff, VmFlags flags, [OwnedBy("this")] Vma? removed, [OwnedBy("this")] Vma? source)
    {
        target.StartWrite();
        if (!Tree.TryReserve())
            return -Errno.ENOMEM;
        if (removed != null)
        {
            removed.StartWrite();
            flags |= removed.Flags;
            AnonVmaChains.Clone(this, removed, target);
        }
        if (source != null)
            AnonVmaChains.Clone(this, source, target);
        target.Flags |= flags & VmFlags.IgnoreMerge;
        SetBounds(target, start, end, pgOff);
        Tree.Store(start, end, target);
        if (removed != null)
            Absorb(removed);
        return 0;
    }

    /// <summary>Merge case 6: the first of three neighbours takes in the other two.</summary>
    [RequiresWrite("MmapLock")]
    [AcquiresWrite("target.VmLock", Until = "MmapLock")]
    internal long ExpandOverTwo([OwnedBy("this")] Vma target, ulong end, VmFlags flags, [OwnedBy("this")] Vma middle, [OwnedBy("this")] Vma next)
    {
        target.StartWrite();
        if (!Tree.TryReserve())
            return -Errno.ENOMEM;
        middle.StartWrite();
        next.StartWrite();
        AnonVmaChains.Clone(this, next, target);
        AnonVmaChains.Clone(this, middle, target);
        target.Flags |= (flags | middle.Flags | next.Flags) & VmFlags.IgnoreMerge;
        SetBounds(target, target.Start, end, target.PgOff);
        Tree.Store(target.Start, end, target);
        Absorb(middle);
        Absorb(next);
        return 0;
    }

    /// <summary>Merge cases 4 and 5: a part of one of two neighbours goes to the other.</summary>
    /// <param name="lower">The lower one.</param>
    /// <param name="upper">The upper one, which starts where the lower ends.</param>
    /// <param name="boundary">Where they are to meet.</param>
    /// <param name="flags">Flags of the part that moves.</param>
    /// <param name="growsLower">Whether the lower one grows.</param>
    [RequiresWrite("MmapLock")]
    [AcquiresWrite("lower.VmLock", Until = "MmapLock")]
    [AcquiresWrite("upper.VmLock", Until = "MmapLock")]
    internal long MoveBoundary([OwnedBy("this")] Vma lower, [OwnedBy("this")] Vma upper, ulong boundary, VmFlags flags, bool growsLower)
    {
        lower.StartWrite();
        upper.StartWrite();
        if (!Tree.TryReserve())
            return -Errno.ENOMEM;
        ulong upperPgOff = growsLower
            ? upper.PgOff + PageMath.Pages(boundary - upper.Start)
            : upper.PgOff - PageMath.Pages(upper.Start - boundary);
        if (growsLower)
        {
            AnonVmaChains.Clone(this, upper, lower);
            lower.Flags |= (flags | upper.Flags) & VmFlags.IgnoreMerge;
            SetBounds(lower, lower.Start, boundary, lower.PgOff);
            Tree.Store(lower.Start, boundary, lower);
            SetBounds(upper, boundary, upper.End, upperPgOff);
        }
        else
        {
            AnonVmaChains.Clone(this, lower, upper);
            upper.Flags |= (flags | lower.Flags) & VmFlags.IgnoreMerge;
            SetBounds(upper, boundary, upper.End, upperPgOff);
            Tree.Store(boundary, upper.End, upper);
            SetBounds(lower, lower.Start, boundary, lower.PgOff);
        }
        return 0;
    }

    /// <summary>Changes what a mapping spans, in the reverse maps too; the tree is the caller's business.</summary>
    [RequiresWrite("MmapLock")]
    [RequiresWrite("vma.VmLock")]
    internal void SetBounds([OwnedBy("this")] Vma vma, ulong start, ulong end, ulong pgOff)
    {
        // What the mapping gives up must not share a huge page with what it keeps (vma_adjust_trans_huge).
        if (Tables.HasHuge)
        {
            Tables.SplitHugeAcross(start);
            Tables.SplitHugeAcross(end);
        }
        MmFile? file = vma.MappedFile;
        if (file == null)
        {
            SetBoundsInFile(vma, start, end, pgOff);
            return;
        }
        using (file.IMmapLock.Write())
        {
            file.Mapping.Mappings.Remove(vma.FileNode);
            SetBoundsInFile(vma, start, end, pgOff);
            file.Mapping.Mappings.Insert(vma.FileNode, pgOff, start, end);
        }
    }

    [RequiresWrite("MmapLock")]
    [RequiresWrite("vma.VmLock", "vma.MappedFile.IMmapLock")]
    private void SetBoundsInFile([OwnedBy("this")] Vma vma, ulong start, ulong end, ulong pgOff)
    {
        AnonVma? anon = vma.AnonVma;
        if (anon == null)
        {
            WriteBounds(vma, start, end, pgOff);
            return;
        }
        using (anon.Lock.Write())
        {
            AnonVmaChains.RemoveForUpdate(this, vma);
            WriteBounds(vma, start, end, pgOff);
            AnonVmaChains.InsertAfterUpdate(this, vma);
        }
    }

    [RequiresWrite("MmapLock")]
    [RequiresWrite("vma.VmLock", "vma.MappedFile.IMmapLock", "vma.AnonVma.Lock")]
    private void WriteBounds([OwnedBy("this")] Vma vma, ulong start, ulong end, ulong pgOff)
    {
        vma.Start = start;
        vma.End = end;
        vma.PgOff = pgOff;
    }

    /// <summary>Takes a VMA out of use whose range belongs to another one now, and frees it.</summary>
    [RequiresWrite("MmapLock")]
    private void Absorb([OwnedBy("this")] Vma vma)
    {
        vma.StartWrite();
        vma.VmLock.MarkDetached(MmapLock);
        MapCount--;
        UnlinkReverseMaps(vma);
        FreeVma(vma);
    }

    /// <summary>Takes a detached mapping out of everything that it can still be found through. After that it is this thread's alone.</summary>
    [RequiresUpdate("MmapLock")]
    internal void UnlinkReverseMaps([Isolates, OwnedBy("this")] Vma vma)
    {
        AnonVmaChains.Unlink(this, vma);
        MmFile? file = vma.MappedFile;
        // One that could not be inserted for want of memory was never linked.
        if (file == null || !vma.FileNode.Linked)
            return;
        using (file.IMmapLock.Write())
            file.Mapping.Mappings.Remove(vma.FileNode);
        file.Mapping.ReleaseIfUnmapped();
    }

    [RequiresWrite("MmapLock")]
    [RequiresWrite("vma.VmLock")]
    private void LinkFile([OwnedBy("this")] Vma vma)
    {
        MmFile? file = vma.MappedFile;
        if (file == null)
            return;
        using (file.IMmapLock.Write())
            file.Mapping.Mappings.Insert(vma.FileNode, vma.PgOff, vma.Start, vma.End);
    }
}
