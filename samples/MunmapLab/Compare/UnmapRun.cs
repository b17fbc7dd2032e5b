using Mm;
using Mm.Faults;
using Mm.Locks;
using Mm.Strategies;
using MunmapLab.Compare.Waiters;

namespace MunmapLab.Compare;

/// <summary>One unmapping of a fully mapped range beside waiters, measured.</summary>
internal sealed class UnmapRun
{
    /// <summary>Time for which the waiters run undisturbed before the unmapping begins.</summary>
    private const int SettleMilliseconds = 50;

    private readonly UnmapStrategy _strategy;
    private readonly FaultStrategy _fault;
    private readonly ulong _size;
    private readonly PageKind _page;
    private readonly IReadOnlyList<string> _waiters;
    private readonly Action<ulong> _mapped;

    /// <param name="strategy">How the range is unmapped.</param>
    /// <param name="fault">How faults find their mapping.</param>
    /// <param name="size">Bytes of the range.</param>
    /// <param name="page">What backs it.</param>
    /// <param name="waiters">Who runs beside.</param>
    /// <param name="mapped">Told the bytes mapped so far.</param>
    public UnmapRun(UnmapStrategy strategy, FaultStrategy fault, ulong size, PageKind page, IReadOnlyList<string> waiters, Action<ulong> mapped)
    {
        _strategy = strategy;
        _fault = fault;
        _size = size;
        _page = page;
        _waiters = waiters;
        _mapped = mapped;
    }

    /// <summary>Maps, starts the waiters, unmaps.</summary>
    /// <param name="number">The run's number in the result.</param>
    /// <param name="stop">Ends the run before the unmapping begins; an unmapping that has begun is finished.</param>
    public RunResult Execute(int number, CancellationToken stop)
    {
        var crew = new Crew();
        var system = new MmSystem(Machine.For(_size));
        var mm = new MmStruct(system, new MmOptions { Name = "compare", UnmapStrategy = _strategy, FaultStrategy = _fault });
        try
        {
            return Execute(mm, crew, number, stop);
        }
        finally
        {
            // After a failure threads may still be inside, with locks held.
            if (!crew.HasFailed)
            {
                mm.Dispose();
                system.Dispose();
            }
        }
    }

    private RunResult Execute(MmStruct mm, Crew crew, int number, CancellationToken stop)
    {
        List<Waiter> waiters = [.. _waiters.Select(WaiterKinds.Create)];
        waiters.ForEach(w => w.Prepare(mm));
        MappedRange.Create(mm, _size, _page, _mapped, stop);
        long pages = CountPages(mm);

        mm.MmapLock.KeepStatistics(LabStatistics.Tier);
        var attribution = new WaitAttribution();
        mm.MmapLock.AttributeWaits(attribution);
        var window = new MeasuredWindow();
        List<WaiterThread> threads = [.. waiters.Select(w => new WaiterThread(w, mm, window, attribution, crew))];
        try
        {
            threads.ForEach(t => t.Start());
            stop.WaitHandle.WaitOne(SettleMilliseconds);
            stop.ThrowIfCancellationRequested();
            RuntimeNoise before = RuntimeNoise.Now;
            crew.Join(crew.Start("the unmapper", () => Unmap(mm, window, attribution)));
            return Result(number, pages, window, attribution, RuntimeNoise.Now - before, threads);
        }
        finally
        {
            window.Abandon();
            crew.JoinAll();
        }
    }

    private void Unmap(MmStruct mm, MeasuredWindow window, WaitAttribution attribution)
    {
        long result;
        using (attribution.Mark())
        {
            window.Open();
            result = mm.Munmap(MappedRange.Start, _size);
            window.Close();
        }

        if (result < 0)
        {
            throw new InvalidOperationException($"munmap under {_strategy.Name} answers {Errno.Name(-result)}");
        }
    }

    private RunResult Result(
        int number, long pages, MeasuredWindow window, WaitAttribution attribution, RuntimeNoise noise, List<WaiterThread> threads)
    {
        return new RunResult
        {
            Strategy = _strategy.Name,
            Fault = _fault.Name,
            SizeBytes = _size,
            Page = _page,
            Pages = pages,
            Run = number,
            Sound = _strategy.Sound && _fault.Sound,
            TotalNs = window.Nanoseconds,
            ExclusiveHoldMaxNs = attribution.Holds.LongestExclusiveNanoseconds,
            ExclusiveHoldSumNs = attribution.Holds.ExclusiveNanoseconds,
            SharedHoldNs = attribution.Holds.SharedNanoseconds,
            GcPauses = noise.Collections,
            JittedMethods = noise.Methods,
            Waiters = [.. threads.Select(t => t.Result())],
        };
    }

    /// <summary>Pages that the range really has: a page kind that the engine did not bring in must not be reported as unmapped.</summary>
    private long CountPages(MmStruct mm)
    {
        var residency = new byte[64 * 1024];
        long present = 0;
        for (ulong done = 0; done < _size;)
        {
            ulong length = Math.Min((ulong)residency.Length * 4096, _size - done);
            if (mm.Mincore(MappedRange.Start + done, length, residency) != 0)
            {
                throw new InvalidOperationException("mincore of the mapped range failed");
            }

            present += residency.AsSpan(0, (int)(length / 4096)).Count((byte)1);
            done += length;
        }

        return present;
    }
}
