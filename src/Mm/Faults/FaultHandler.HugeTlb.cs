using Mm.Frames;
using Mm.Locks;
using Mm.PageTables;
using Mm.ReverseMap;

namespace Mm.Faults;

// Faults on private mappings of hugetlbfs (mm/hugetlb.c): whole huge pages of the pool or SIGBUS, never small ones.
internal static partial class FaultHandler
{
    /// <summary>Handles a fault in a mapping of hugetlbfs.</summary>
    [RequiresReadAny("mm.MmapLock", "vma.VmLock")]
    private static FaultResult HandleHugeTlb(MmStruct mm, [OwnedBy("mm")] Vma vma, ulong addr, AccessKind access)
    {
        ulong start = addr & ~(PageMath.HugeSize - 1);
        AnonVma? anon = vma.AnonVma;
        if (anon == null)
            return FaultResult.NeedsAnonVma;
        while (true)
        {
            Pte entry = mm.Tables.GetHuge(start);
            FaultResult? result = entry.IsNone
                ? MissingHugeTlb(mm, vma, start, anon, access)
                : PresentHugeTlb(mm, vma, start, anon, entry, access);
            if (result != null)
                return result.Value;
        }
    }

    /// <summary>A page of the pool for an empty entry. Null: look again.</summary>
    [RequiresReadAny("mm.MmapLock", "vma.VmLock")]
    private static FaultResult? MissingHugeTlb(MmStruct mm, [OwnedBy("mm")] Vma vma, ulong start, AnonVma anon, AccessKind access)
    {
        FrameTable frames = mm.System.Frames;
        if (!frames.TryTakeHugeTlb(out Pfn head))
            return FaultResult.BeyondEnd;
        frames.MapNewAnon(head, anon.Id, HugeIndex(mm, vma, start));
        Pte entry = Touched(Pte.Map(head, ProtectionFor(vma.Flags, writable: true)), access);
        if (mm.Tables.TryInstallHugeTlb(start, entry))
            return FaultResult.Done;
        frames.Put(head);
        return mm.Tables.IsHuge(start) ? null : FaultResult.OutOfMemory;
    }

    /// <summary>A page is there: another thread was faster, or it is a store to a page that fork shared. Null: look again.</summary>
    [RequiresReadAny("mm.MmapLock", "vma.VmLock")]
    private static FaultResult? PresentHugeTlb(MmStruct mm, [OwnedBy("mm")] Vma vma, ulong start, AnonVma anon, Pte seen, AccessKind access)
    {
        FrameTable frames = mm.System.Frames;
        if (mm.Tables.WalkPmd(start) is { } pmd && PresentHuge(mm, vma, start, pmd, seen, access) is { } done)
            return done;

        if (!mm.Tables.TryPinHugeTlb(start, seen))
            return null;
        FaultResult? result = CopyHugeTlb(mm, vma, start, anon, seen);
        frames.Put(seen.Frame);
        return result;
    }

    /// <summary>The other owners keep the old page, of which the caller has a reference. Null: look again.</summary>
    [RequiresReadAny("mm.MmapLock", "vma.VmLock")]
    private static FaultResult? CopyHugeTlb(MmStruct mm, [OwnedBy("mm")] Vma vma, ulong start, AnonVma anon, Pte seen)
    {
        FrameTable frames = mm.System.Frames;
        if (!frames.TryTakeHugeTlb(out Pfn copy))
            return FaultResult.BeyondEnd;
        for (int i = 0; i < FrameTable.HugeFrames; i++)
        {
            if (!frames.TryCopyContent(seen.Frame.Plus(i), copy.Plus(i)))
            {
                frames.Put(copy);
                return FaultResult.OutOfMemory;
            }
        }
        frames.MapNewAnon(copy, anon.Id, HugeIndex(mm, vma, start));
        bool replaced = mm.Tables.TryReplaceHugeTlb(start, seen, Pte.Map(copy, ProtectionFor(vma.Flags, writable: true)).Dirty);
        frames.Put(replaced ? seen.Frame : copy);
        return replaced ? FaultResult.Done : null;
    }
}
