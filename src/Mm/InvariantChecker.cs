using Mm.Frames;
using Mm.Locks;
using Mm.PageTables;
using Mm.ReverseMap;

namespace Mm;

/// <summary>Compares the tree, the counters, the reverse maps and the page tables of an address space with each other.</summary>
internal static class InvariantChecker
{
    /// <summary>Looks at everything. Faults may run beside it under VMA locks, so what they change is compared table by table under its lock.</summary>
    /// <exception cref="InvalidOperationException">Something contradicts something else.</exception>
    [RequiresRead("mm.MmapLock")]
    internal static void Verify(MmStruct mm)
    {
        int count = 0;
        ulong total = 0, exec = 0, stack = 0, data = 0, locked = 0;
        ulong end = 0;
        for (Vma? vma = mm.FindVma(0); vma != null; vma = mm.FindVma(end))
        {
            Require(vma.Start >= end && vma.Start < vma.End, "mappings overlap or are empty", vma.Start);
            Require(PageMath.IsAligned(vma.Start | vma.End) && vma.End <= PageMath.TaskSize, "a mapping is out of place", vma.Start);
            Require(vma.VmLock.IsAttached, "a detached mapping is in the tree", vma.Start);
            Require(ReferenceEquals(mm.LookupVma(vma.End - 1), vma), "the tree's bounds are not the mapping's", vma.Start);
            Require(((vma.Flags & VmFlags.UffdMissing) != 0) == (vma.Userfaultfd != null), "a registered mapping and its flag disagree", vma.Start);
            Require(vma.Userfaultfd == null || ReferenceEquals(vma.Userfaultfd.Mm, mm), "a mapping is registered with another process's descriptor", vma.Start);
            VerifyReverseMaps(mm, vma);
            ulong pages = vma.PageCount;
            VmFlags flags = vma.Flags;
            count++;
            total += pages;
            exec += Accounting.IsExec(flags) ? pages : 0;
            stack += !Accounting.IsExec(flags) && Accounting.IsStack(flags) ? pages : 0;
            data += Accounting.IsData(flags) ? pages : 0;
            locked += (flags & VmFlags.Locked) != 0 ? pages : 0;
            end = vma.End;
        }
        Require(count == mm.MapCount, $"map_count is {mm.MapCount}, there are {count} mappings", 0);
        // Another thread may be unmapping under a downgraded hold, or under a claim: its range has left the tree already, its pages and the totals follow.
        // Acquire: pairs with the release store in SubtractTotals. Nobody can begin to unmap while the caller holds the lock, so what is settled stays so.
        bool settled = Volatile.Read(ref mm.UnsettledRanges) == 0;
        if (settled)
            VerifyTotals(mm, total, exec, stack, data, locked);
        VerifyPages(mm, settled);
    }

    [RequiresRead("mm.MmapLock")]
    private static void VerifyTotals(MmStruct mm, ulong total, ulong exec, ulong stack, ulong data, ulong locked)
    {
        Require(total == mm.TotalVm, $"total_vm is {mm.TotalVm}, the mappings have {total} pages", 0);
        Require(exec == mm.ExecVm, $"exec_vm is {mm.ExecVm}, the mappings have {exec} pages", 0);
        Require(stack == mm.StackVm, $"stack_vm is {mm.StackVm}, the mappings have {stack} pages", 0);
        Require(data == mm.DataVm, $"data_vm is {mm.DataVm}, the mappings have {data} pages", 0);
        Require(locked == mm.LockedVm, $"locked_vm is {mm.LockedVm}, the mappings have {locked} pages", 0);
    }

    [RequiresRead("mm.MmapLock")]
    private static void VerifyReverseMaps(MmStruct mm, [OwnedBy("mm")] Vma vma)
    {
        Require(vma.FileNode.Linked == (vma.MappedFile != null), "a file mapping and the file's reverse map disagree", vma.Start);
        if (vma.MappedFile != null)
            Require(vma.FileNode.First == vma.PgOff && vma.FileNode.Address == vma.Start, "the file's reverse map has other bounds", vma.Start);
        bool own = false;
        for (AnonVmaChain? link = vma.Chain; link != null; link = link.NextOfVma)
        {
            own |= ReferenceEquals(link.AnonVma, vma.AnonVma);
            Require(link.Linked && link.First == vma.PgOff && link.Address == vma.Start && link.Last == vma.PgOff + vma.PageCount - 1,
                "an anon_vma has other bounds than the mapping", vma.Start);
        }
        Require(own == (vma.AnonVma != null), "a mapping is not linked to its anon_vma", vma.Start);
    }

    /// <summary>No entry outside of a mapping, and none that permits more than its mapping.</summary>
    /// <param name="mm">The address space.</param>
    /// <param name="settled">Whether no range that has left the tree still has its pages.</param>
    [RequiresRead("mm.MmapLock")]
    private static void VerifyPages(MmStruct mm, bool settled)
    {
        ulong span = mm.Tables.Geometry.SpanOf(1);
        ulong gapStart = 0;
        for (Vma? vma = mm.FindVma(0); ; vma = mm.FindVma(gapStart))
        {
            ulong gapEnd = vma?.Start ?? PageMath.TaskSize;
            if (settled)
                VerifyEmpty(mm, gapStart, gapEnd, span);
            if (vma == null)
                return;
            VerifyEntries(mm, vma, span);
            gapStart = vma.End;
        }
    }

    private static void VerifyEmpty(MmStruct mm, ulong start, ulong end, ulong span)
    {
        for (ulong at = start; at < end;)
        {
            ulong stop = Math.Min((at & ~(span - 1)) + span, end);
            PmdTable? pmd = mm.Tables.WalkPmd(at, out ulong spanEnd);
            if (pmd == null)
            {
                at = Math.Max(spanEnd, stop);
                continue;
            }
            if (pmd.ChildFor(at) is { } table)
            {
                int behind = table.IndexOf(stop - 1) + 1;
                table.Lock.Lock();
                bool empty = !table.Covers(at) || table.NextUsed(table.IndexOf(at), behind) == behind;
                table.Lock.Unlock();
                Require(empty, "a page is mapped where no mapping is", at);
            }
            else
            {
                Require(PageWalks.Get(mm.Tables, at).IsNone, "a huge page is mapped where no mapping is", at);
            }
            at = stop;
        }
    }

    [RequiresRead("mm.MmapLock")]
    private static void VerifyEntries(MmStruct mm, [OwnedBy("mm")] Vma vma, ulong span)
    {
        FrameTable frames = mm.System.Frames;
        for (ulong at = vma.Start; at < vma.End;)
        {
            ulong stop = Math.Min((at & ~(span - 1)) + span, vma.End);
            PmdTable? pmd = mm.Tables.WalkPmd(at, out ulong spanEnd);
            if (pmd == null)
            {
                at = Math.Max(spanEnd, stop);
                continue;
            }
            if (pmd.ChildFor(at) is { } table)
            {
                int behind = table.IndexOf(stop - 1) + 1;
                string? problem = null;
                table.Lock.Lock();
                for (int i = table.Covers(at) ? table.NextUsed(table.IndexOf(at), behind) : behind; i < behind; i = table.NextUsed(i + 1, behind))
                    problem ??= Problem(frames, vma.Flags, vma.AnonVma != null, table.Get(i));
                table.Lock.Unlock();
                Require(problem == null, problem ?? "", at);
            }
            else if (PageWalks.Get(mm.Tables, at) is { IsHuge: true } huge)
            {
                Require(stop - at == span, "a huge page reaches beyond its mapping", at);
                Require((vma.MappedFile == null || (vma.Flags & VmFlags.HugeTlb) != 0) && vma.AnonVma != null, "a huge page is in a mapping that is not anonymous, or has no anon_vma", at);
                Require(!huge.IsWritable || (vma.Flags & VmFlags.Write) != 0, "a huge entry permits stores that its mapping does not", at);
                Require(huge.IsSpecial ? !huge.IsWritable : !huge.IsWritable || frames.IsWhole(huge.Frame), "a shared huge page is writable", at);
            }
            at = stop;
        }
    }

    private static string? Problem(FrameTable frames, VmFlags flags, bool hasAnonVma, Pte entry)
    {
        if (!entry.IsMapped)
            return entry.IsGuard ? null : "an entry is neither empty nor mapped nor a guard";
        if (entry.IsWritable && (flags & VmFlags.Write) == 0)
            return "an entry permits stores that its mapping does not";
        if (entry.IsExecutable && (flags & VmFlags.Exec) == 0)
            return "an entry permits fetches that its mapping does not";
        if (entry.IsSpecial)
            return null;
        if (frames.RefCount(entry.Frame) < 1 || frames.MapCount(entry.Frame) < 1)
            return "an entry maps a frame that is free";
        bool anon = (frames.Flags(entry.Frame) & FrameFlags.Anon) != 0;
        if (anon && !hasAnonVma)
            return "an anonymous page is in a mapping without an anon_vma";
        return anon && entry.IsWritable && !frames.IsExclusive(entry.Frame) ? "a shared anonymous page is writable" : null;
    }

    private static void Require(bool condition, string problem, ulong addr)
    {
        if (!condition)
            throw new InvalidOperationException($"Invariant of the address space broken at {addr:x}: {problem}.");
    }
}
