using Mm.Frames;
using Mm.Locks;
using Mm.PageTables;
using Mm.Tlb;

namespace Mm.Mmu;

/// <summary>Accesses of a program, on the simulated CPU of the calling thread: TLB, page-table walk, page fault, and again.</summary>
internal static class UserAccess
{
    /// <summary>One access to one byte, without the byte.</summary>
    [Excludes("mm.MmapLock")]
    internal static FaultOutcome Touch(MmStruct mm, ulong addr, AccessKind access)
    {
        Cpu cpu = mm.System.Cpus.Current;
        if (TryTranslate(mm, cpu, addr, access, out _, out FaultOutcome outcome))
            cpu.TlbLock.Unlock();
        return outcome;
    }

    /// <summary>Loads bytes.</summary>
    [Excludes("mm.MmapLock")]
    internal static FaultOutcome Read(MmStruct mm, ulong addr, Span<byte> to)
    {
        while (!to.IsEmpty)
        {
            int count = BytesInPage(addr, to.Length);
            FaultOutcome outcome = ReadInPage(mm, addr, to[..count]);
            if (!outcome.IsOk)
                return outcome;
            to = to[count..];
            addr = unchecked(addr + (ulong)count);
        }
        return FaultOutcome.Ok;
    }

    /// <summary>Stores bytes.</summary>
    [Excludes("mm.MmapLock")]
    internal static FaultOutcome Write(MmStruct mm, ulong addr, ReadOnlySpan<byte> from)
    {
        while (!from.IsEmpty)
        {
            int count = BytesInPage(addr, from.Length);
            FaultOutcome outcome = WriteInPage(mm, addr, from[..count]);
            if (!outcome.IsOk)
                return outcome;
            from = from[count..];
            addr = unchecked(addr + (ulong)count);
        }
        return FaultOutcome.Ok;
    }

    internal static int BytesInPage(ulong addr, int length) => (int)Math.Min((ulong)length, PageMath.Size - (addr & (PageMath.Size - 1)));

    [Excludes("mm.MmapLock")]
    private static FaultOutcome ReadInPage(MmStruct mm, ulong addr, Span<byte> to)
    {
        FrameTable frames = mm.System.Frames;
        Cpu cpu = mm.System.Cpus.Current;
        if (!TryTranslate(mm, cpu, addr, AccessKind.Read, out Pfn pfn, out FaultOutcome outcome))
            return outcome;
        Span<byte> content = pfn == frames.ZeroPfn ? default : frames.Content(pfn, create: false);
        if (content.IsEmpty)
            to.Clear();
        else
            content.Slice((int)(addr & (PageMath.Size - 1)), to.Length).CopyTo(to);
        cpu.TlbLock.Unlock();
        return outcome;
    }

    [Excludes("mm.MmapLock")]
    private static FaultOutcome WriteInPage(MmStruct mm, ulong addr, ReadOnlySpan<byte> from)
    {
        Cpu cpu = mm.System.Cpus.Current;
        if (!TryTranslate(mm, cpu, addr, AccessKind.Write, out Pfn pfn, out FaultOutcome outcome))
            return outcome;
        Span<byte> content = mm.System.Frames.Content(pfn, create: true);
        if (content.IsEmpty)
            outcome = FaultOutcome.OutOfMemory;
        else
            from.CopyTo(content[(int)(addr & (PageMath.Size - 1))..]);
        cpu.TlbLock.Unlock();
        return outcome;
    }

    /// <summary>Finds the frame of an address as the processor does: TLB, walk of the tables, page fault, and the walk again.</summary>
    /// <remarks>The CPU's lock is held from the translation to the last byte, as a processor finishes an instruction before it answers a flush:
    /// a frame is freed only after the flush, so the bytes are still this mapping's.</remarks>
    /// <returns>False if the access ends with a signal, which is the outcome; else the outcome is Ok and the CPU's lock is held.</returns>
    [Excludes("mm.MmapLock")]
    [AcquiresWrite("cpu.TlbLock", When = true)]
    private static bool TryTranslate(MmStruct mm, Cpu cpu, ulong addr, AccessKind access, out Pfn pfn, out FaultOutcome outcome)
    {
        TlbRights rights = RightsFor(access);
        outcome = FaultOutcome.Ok;
        while (true)
        {
            cpu.TlbLock.Lock();
            TlbResult result = cpu.Lookup(mm.Tables.Context, addr, rights, mm.System.Frames, out pfn);
            if (result == TlbResult.Hit)
                return true;
            bool walk = mm.Tables.MayPermit(addr, rights, cpu);
            cpu.TlbLock.Unlock();
            if (result == TlbResult.Stale)
            {
                mm.System.Violations.Report(StorageViolation.StaleTranslation, addr, "a CPU had a translation to a frame that was freed since");
                mm.Tables.Context.FlushAll();
            }
            if (walk && addr < PageMath.TaskSize && mm.Tables.TryWalk(addr, rights, cpu, out pfn))
                return true;
            outcome = addr < PageMath.TaskSize ? mm.FaultStrategy.HandleFault(mm, addr, access) : FaultOutcome.MapErr;
            if (!outcome.IsOk)
                return false;
        }
    }

    private static TlbRights RightsFor(AccessKind access) => access switch
    {
        AccessKind.Write => TlbRights.Write,
        AccessKind.Exec => TlbRights.Execute,
        _ => TlbRights.Read,
    };
}
