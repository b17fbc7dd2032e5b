using Mm.Frames;
using Mm.Locks;
using Mm.PageTables;
using Mm.ReverseMap;

namespace Mm.Faults;

// Faults on huge pages of anonymous memory (mm/huge_memory.c).
internal static partial class FaultHandler
{
    /// <summary>Handles a fault where a huge page is mapped or may be. Null: small pages, into which a huge one is split.</summary>
    [RequiresReadAny("mm.MmapLock", "vma.VmLock")]
    private static FaultResult? HandleHuge(MmStruct mm, [OwnedBy("mm")] Vma vma, ulong addr, AccessKind access)
    {
        PmdTable? pmd = mm.Tables.WalkPmd(addr);
        if (pmd != null)
        {
            pmd.Lock.Lock();
            Pte entry = pmd.Covers(addr) ? pmd.Get(addr) : Pte.None;
            pmd.Lock.Unlock();
            if (entry.IsHuge)
                return PresentHuge(mm, vma, addr, pmd, entry, access);
            if (!entry.IsNone)
                return null;
        }
        if (!HugePageRules.Allows(mm, vma) || !HugePageRules.Fits(mm, vma, addr))
            return null;
        AnonVma? anon = vma.AnonVma;
        if (anon == null)
            return FaultResult.NeedsAnonVma;
        if ((vma.Flags & VmFlags.UffdMissing) != 0)
            return FaultResult.Userfault;
        ulong start = addr & ~(PageMath.HugeSize - 1);
        bool mapped = access == AccessKind.Write
            ? mm.Tables.TryMapHuge(start, ProtectionFor(vma.Flags, writable: true), anon.Id, HugeIndex(mm, vma, addr))
            : mm.Tables.TryMapHugeZero(start, ProtectionFor(vma.Flags, writable: false));
        return mapped ? FaultResult.Done : null;
    }

    /// <summary>A huge page is there and the processor could not use it: another thread was faster, or it is a store to the zero page or to a page that fork
    /// shared.</summary>
    [RequiresReadAny("mm.MmapLock", "vma.VmLock")]
    private static FaultResult? PresentHuge(MmStruct mm, [OwnedBy("mm")] Vma vma, ulong addr, PmdTable pmd, Pte seen, AccessKind access)
    {
        PageProtection protection = ProtectionFor(vma.Flags, writable: true);
        if (access == AccessKind.Write && seen.IsSpecial)
        {
            AnonVma? anon = vma.AnonVma;
            if (anon == null)
                return FaultResult.NeedsAnonVma;
            return mm.Tables.TryReplaceHugeZero(addr, protection, anon.Id, HugeIndex(mm, vma, addr)) ? FaultResult.Done : null;
        }
        bool done = false;
        pmd.Lock.Lock();
        if (pmd.Covers(addr) && pmd.Get(addr) == seen)
        {
            Pte entry = seen.IsPresent ? seen : seen.With(ProtectionFor(vma.Flags, seen.IsWritable));
            done = access != AccessKind.Write || entry.IsWritable;
            if (!done && mm.System.Frames.TryReclaimHuge(seen.Frame))
            {
                entry = entry.With(protection);
                done = true;
            }
            if (done)
                pmd.SetHuge(addr, Touched(entry, access));
        }
        pmd.Lock.Unlock();
        return done ? FaultResult.Done : null;
    }

    /// <summary>Index in the anonymous mapping of the first page of the huge page around an address.</summary>
    [RequiresReadAny("mm.MmapLock", "vma.VmLock")]
    private static ulong HugeIndex(MmStruct mm, [OwnedBy("mm")] Vma vma, ulong addr) =>
        vma.PgOff + PageMath.Pages((addr & ~(PageMath.HugeSize - 1)) - vma.Start);
}
