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
        TlbRights rights = RightsFor(access);
        while (true)
        {
            cpu.TlbLock.Lock();
            TlbResult result = cpu.Lookup(mm.Tables.Context, addr, rights, mm.System.Frames, out _);
            cpu.TlbLock.Unlock();
            if (result == TlbResult.Hit)
                return FaultOutcome.Ok;
            FaultOutcome outcome = Resolve(mm, addr, access, rights, cpu, result);
            if (!outcome.IsOk)
                return outcome;
        }
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

    // The CPU's lock is held from the translation to the last byte, as a processor finishes an instruction before it answers a flush:
    // a frame is freed only after the flush, so the bytes are still this mapping's.
    [Excludes("mm.MmapLock")]
    private static FaultOutcome ReadInPage(MmStruct mm, ulong addr, Span<byte> to)
    {
        FrameTable frames = mm.System.Frames;
        Cpu cpu = mm.System.Cpus.Current;
        while (true)
        {
            cpu.TlbLock.Lock();
            TlbResult result = cpu.Lookup(mm.Tables.Context, addr, TlbRights.Read, frames, out Pfn pfn);
            if (result == TlbResult.Hit)
            {
                Span<byte> content = pfn == frames.ZeroPfn ? default : frames.Content(pfn, create: false);
                if (content.IsEmpty)
                    to.Clear();
                else
                    content.Slice((int)(addr & (PageMath.Size - 1)), to.Length).CopyTo(to);
            }
            cpu.TlbLock.Unlock();
            if (result == TlbResult.Hit)
                return FaultOutcome.Ok;
            FaultOutcome outcome = Resolve(mm, addr, AccessKind.Read, TlbRights.Read, cpu, result);
            if (!outcome.IsOk)
                return outcome;
        }
    }

    [Excludes("mm.MmapLock")]
    private static FaultOutcome WriteInPage(MmStruct mm, ulong addr, ReadOnlySpan<byte> from)
    {
        FrameTable frames = mm.System.Frames;
        Cpu cpu = mm.System.Cpus.Current;
        while (true)
        {
            bool stored = false;
            cpu.TlbLock.Lock();
            TlbResult result = cpu.Lookup(mm.Tables.Context, addr, TlbRights.Write, frames, out Pfn pfn);
            if (result == TlbResult.Hit)
            {
                Span<byte> content = frames.Content(pfn, create: true);
                stored = !content.IsEmpty;
                if (stored)
                    from.CopyTo(content[(int)(addr & (PageMath.Size - 1))..]);
            }
            cpu.TlbLock.Unlock();
            if (result == TlbResult.Hit)
                return stored ? FaultOutcome.Ok : FaultOutcome.OutOfMemory;
            FaultOutcome outcome = Resolve(mm, addr, AccessKind.Write, TlbRights.Write, cpu, result);
            if (!outcome.IsOk)
                return outcome;
        }
    }

    /// <summary>The TLB does not help: walks the tables, and takes the fault if they do not permit the access.</summary>
    [Excludes("mm.MmapLock")]
    private static FaultOutcome Resolve(MmStruct mm, ulong addr, AccessKind access, TlbRights rights, Cpu cpu, TlbResult result)
    {
        if (result == TlbResult.Stale)
        {
            mm.System.Violations.Report(StorageViolation.StaleTranslation, addr, "a CPU had a translation to a frame that was freed since");
            mm.Tables.Context.FlushAll();
        }
        if (addr >= PageMath.TaskSize)
            return FaultOutcome.MapErr;
        return mm.Tables.TryWalk(addr, rights, cpu) ? FaultOutcome.Ok : mm.FaultStrategy.HandleFault(mm, addr, access);
    }

    private static TlbRights RightsFor(AccessKind access) => access switch
    {
        AccessKind.Write => TlbRights.Write,
        AccessKind.Exec => TlbRights.Execute,
        _ => TlbRights.Read,
    };
}
