using System.Diagnostics;
using Mm;

namespace MunmapLab.Bench;

/// <summary>What one operation took.</summary>
/// <param name="Name">The operation.</param>
/// <param name="EngineNs">On the engine, nanoseconds for one.</param>
/// <param name="KernelNs">On the kernel, net of its calls' floor; null where there is no kernel to compare with.</param>
internal sealed record BenchResult(string Name, double EngineNs, double? KernelNs)
{
    /// <summary>How many times faster the engine is.</summary>
    public double? Ratio => KernelNs / EngineNs;
}

/// <summary>Times the operations on both sides in turn, so that what disturbs the machine disturbs both.</summary>
internal sealed class BenchRunner(int rounds)
{
    private const int FloorCalls = 200_000;

    /// <summary>The floor of a system call in nanoseconds, entered the same way as those that are measured; null without a kernel.</summary>
    public double? MeasureFloor()
    {
        if (!KernelCalls.Available)
            return null;
        var times = new double[rounds];
        for (int r = 0; r < rounds; r++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < FloorCalls; i++)
                KernelCalls.Getppid();
            times[r] = Stopwatch.GetElapsedTime(start).TotalNanoseconds / FloorCalls;
        }

        return Median(times);
    }

    /// <summary>Times one operation: medians over the rounds, the first of which only warms up.</summary>
    public BenchResult Measure(BenchOperation operation, double? floor)
    {
        using var system = new MmSystem();
        using var mm = new MmStruct(system);
        IMemory engine = new EngineMemory(mm);
        IMemory? kernel = floor is null ? null : new KernelMemory();
        BenchOperations.AddCrowd(engine, operation.Vmas);
        if (kernel is not null)
            BenchOperations.AddCrowd(kernel, operation.Vmas);
        try
        {
            var engineTimes = new double[rounds];
            var kernelTimes = new double[rounds];
            for (int r = -1; r < rounds; r++)
            {
                double e = Round(engine, operation);
                double k = kernel is null ? 0 : Round(kernel, operation);
                if (r >= 0)
                    (engineTimes[r], kernelTimes[r]) = (e, k);
            }

            return new(operation.Name, Median(engineTimes), kernel is null ? null : Math.Max(0, Median(kernelTimes) - (floor!.Value * operation.Calls)));
        }
        finally
        {
            if (kernel is not null)
                BenchOperations.RemoveCrowd(kernel, operation.Vmas);
        }
    }

    private static double Round(IMemory memory, BenchOperation operation)
    {
        ulong at = operation.Prepare(memory);
        long start = Stopwatch.GetTimestamp();
        operation.Run(memory, at, operation.Count);
        double ns = Stopwatch.GetElapsedTime(start).TotalNanoseconds / operation.Count;
        operation.Clean(memory, at);
        return ns;
    }

    private static double Median(double[] times)
    {
        Array.Sort(times);
        return times[times.Length / 2];
    }
}
