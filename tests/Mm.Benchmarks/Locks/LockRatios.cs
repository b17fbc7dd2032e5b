using System.Diagnostics;
using Mm.Locks;

namespace Mm.Benchmarks.Locks;

/// <summary>Uncontended lock operations side by side: short rounds of all candidates in turns, the lower quartile of each (a busy machine disturbs the upper
/// half), and ratios. Times are of this machine and this run alone.</summary>
internal static class LockRatios
{
    private const int Operations = 20_000;
    private const int Rounds = 201;

    public static void Print(TextWriter output)
    {
        var semaphore = new RwSemaphore("benchmark");
        var slim = new ReaderWriterLockSlim();
        var monitor = new Lock();
        var pageTable = new PageTableLock();
        var domain = new RcuDomain("benchmark");
        var mmapLock = new RwSemaphore("mmap lock");
        VmLock vma = Attached(mmapLock);
        var candidates = new (string Name, Action Run)[]
        {
            ("ReaderWriterLockSlim read", () => SlimRead(slim)),
            ("RwSemaphore read", () => Read(semaphore)),
            ("RwSemaphore read guard", () => ReadGuard(semaphore)),
            ("ReaderWriterLockSlim write", () => SlimWrite(slim)),
            ("RwSemaphore write", () => Write(semaphore)),
            ("RwSemaphore write guard", () => WriteGuard(semaphore)),
            ("ReaderWriterLockSlim upgradeable, write, back", () => SlimDowngrade(slim)),
            ("ReaderWriterLockSlim write to read by upgradeable", () => SlimDowngradeToRead(slim)),
            ("RwSemaphore write, downgrade, release", () => Downgrade(semaphore)),
            ("System.Threading.Lock", () => Monitor(monitor)),
            ("PageTableLock", () => PageTable(pageTable)),
            ("VmLock read", () => VmRead(vma, mmapLock)),
            ("RcuDomain read", () => RcuRead(domain)),
            ("Interlocked.CompareExchange", CompareExchange),
        };
        var times = candidates.ToDictionary(static c => c.Name, static _ => new double[Rounds]);
        foreach ((_, Action run) in candidates)
        {
            // Past the tiers of the just-in-time compiler.
            for (int i = 0; i < 50; i++)
            {
                run();
            }
        }

        Thread.Sleep(300);
        for (int round = 0; round < Rounds; round++)
        {
            foreach ((string name, Action run) in candidates)
            {
                long began = Stopwatch.GetTimestamp();
                run();
                times[name][round] = Stopwatch.GetElapsedTime(began).TotalNanoseconds / Operations;
            }
        }

        var typical = times.ToDictionary(static t => t.Key, static t => LowerQuartile(t.Value));
        foreach ((string name, _) in candidates)
        {
            output.WriteLine($"{name,-52}{typical[name],8:F2} ns");
        }

        PrintRatio(output, typical, "ReaderWriterLockSlim read", "RwSemaphore read", 1.3);
        PrintRatio(output, typical, "ReaderWriterLockSlim write", "RwSemaphore write", 1.3);
        PrintRatio(output, typical, "ReaderWriterLockSlim write to read by upgradeable", "RwSemaphore write, downgrade, release", 2.5);
        foreach (StatisticsTier tier in new[] { StatisticsTier.Counters, StatisticsTier.Sampled, StatisticsTier.Full })
        {
            output.WriteLine($"statistics tier {tier}: {HoldStatistics.MeasureCost(tier):F1} ns a write hold");
        }
    }

    private static void PrintRatio(TextWriter output, Dictionary<string, double> typical, string baseline, string candidate, double target) =>
        output.WriteLine($"{candidate} is {typical[baseline] / typical[candidate]:F2} times as fast as {baseline} (target {target:F1})");

    private static double LowerQuartile(double[] values)
    {
        double[] sorted = values.Order().ToArray();
        return sorted[sorted.Length / 4];
    }

    private static VmLock Attached(RwSemaphore mmapLock)
    {
        var vma = new VmLock();
        mmapLock.WriteLock();
        vma.StartWrite(mmapLock);
        vma.MarkAttached(mmapLock);
        mmapLock.WriteUnlock();
        return vma;
    }

    private static void SlimRead(ReaderWriterLockSlim slim)
    {
        for (int i = 0; i < Operations; i++)
        {
            slim.EnterReadLock();
            slim.ExitReadLock();
        }
    }

    private static void SlimWrite(ReaderWriterLockSlim slim)
    {
        for (int i = 0; i < Operations; i++)
        {
            slim.EnterWriteLock();
            slim.ExitWriteLock();
        }
    }

    private static void SlimDowngrade(ReaderWriterLockSlim slim)
    {
        for (int i = 0; i < Operations; i++)
        {
            slim.EnterUpgradeableReadLock();
            slim.EnterWriteLock();
            slim.ExitWriteLock();
            slim.ExitUpgradeableReadLock();
        }
    }

    // The documented way from write to read without letting go.
    private static void SlimDowngradeToRead(ReaderWriterLockSlim slim)
    {
        for (int i = 0; i < Operations; i++)
        {
            slim.EnterUpgradeableReadLock();
            slim.EnterWriteLock();
            slim.ExitWriteLock();
            slim.EnterReadLock();
            slim.ExitUpgradeableReadLock();
            slim.ExitReadLock();
        }
    }

    private static void Read(RwSemaphore semaphore)
    {
        for (int i = 0; i < Operations; i++)
        {
            semaphore.ReadLock();
            semaphore.ReadUnlock();
        }
    }

    private static void ReadGuard(RwSemaphore semaphore)
    {
        for (int i = 0; i < Operations; i++)
        {
            using ReadGuard read = semaphore.Read();
        }
    }

    private static void Write(RwSemaphore semaphore)
    {
        for (int i = 0; i < Operations; i++)
        {
            semaphore.WriteLock();
            semaphore.WriteUnlock();
        }
    }

    private static void WriteGuard(RwSemaphore semaphore)
    {
        for (int i = 0; i < Operations; i++)
        {
            using WriteGuard write = semaphore.Write();
        }
    }

    private static void Downgrade(RwSemaphore semaphore)
    {
        for (int i = 0; i < Operations; i++)
        {
            semaphore.WriteLock();
            semaphore.Downgrade();
            semaphore.ReadUnlock();
        }
    }

    private static void Monitor(Lock monitor)
    {
        for (int i = 0; i < Operations; i++)
        {
            monitor.Enter();
            monitor.Exit();
        }
    }

    private static void PageTable(PageTableLock pageTable)
    {
        for (int i = 0; i < Operations; i++)
        {
            pageTable.Lock();
            pageTable.Unlock();
        }
    }

    private static void VmRead(VmLock vma, RwSemaphore mmapLock)
    {
        for (int i = 0; i < Operations; i++)
        {
            if (vma.TryStartRead(mmapLock) == VmReadResult.Locked)
            {
                vma.EndRead();
            }
        }
    }

    private static void RcuRead(RcuDomain domain)
    {
        for (int i = 0; i < Operations; i++)
        {
            domain.ReadLock();
            domain.ReadUnlock();
        }
    }

    private static void CompareExchange()
    {
        int word = 0;
        for (int i = 0; i < Operations; i++)
        {
            Interlocked.CompareExchange(ref word, i + 1, i);
        }
    }
}
