using Mm;
using Mm.Conformance;
using Mm.Conformance.Kernel;

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
    // Until the code that is timed has been compiled for good.
    private const int WarmUps = 4;
    private const int FloorCalls = 15_000;

    /// <summary>The floor of a system call in nanoseconds, entered the same way as those that are measured; null without a kernel to compare with.</summary>
    public double? MeasureFloor()
    {
        using KernelMemory? kernel = TryKernel();
        if (kernel is null)
            return null;
        var times = new double[rounds];
        for (int r = 0; r < rounds; r++)
        {
            times[r] = kernel.Time(() =>
            {
                for (int i = 0; i < FloorCalls; i++)
                    kernel.Enter();
            }).TotalNanoseconds / FloorCalls;
        }

        return Median(times);
    }

    /// <summary>Times one operation: medians over the rounds, the first of which only warms up.</summary>
    public BenchResult Measure(BenchOperation operation, double? floor)
    {
        using var system = new MmSystem();
        using var mm = new MmStruct(system);
        IMemory engine = new EngineMemory(mm);
        using KernelMemory? kernel = floor is null ? null : TryKernel();
        BenchOperations.AddCrowd(engine, operation.Vmas);
        if (kernel is not null)
            BenchOperations.AddCrowd(kernel, operation.Vmas);

        var engineTimes = new double[rounds];
        var kernelTimes = new double[rounds];
        for (int r = -WarmUps; r < rounds; r++)
        {
            double e = Round(engine, operation);
            double k = kernel is null ? 0 : Round(kernel, operation);
            if (r >= 0)
                (engineTimes[r], kernelTimes[r]) = (e, k);
        }

        return new(operation.Name, Median(engineTimes), kernel is null ? null : Math.Max(0, Median(kernelTimes) - (floor!.Value * operation.Calls)));
    }

    private static KernelMemory? TryKernel()
    {
        try
        {
            return new KernelMemory();
        }
        catch (KernelUnavailableException)
        {
            return null;
        }
    }

    private static double Round(IMemory memory, BenchOperation operation)
    {
        ulong at = operation.Prepare(memory);
        double ns = memory.Time(() => operation.Run(memory, at, operation.Count)).TotalNanoseconds / operation.Count;
        operation.Clean(memory, at);
        return ns;
    }

    private static double Median(double[] times)
    {
        Array.Sort(times);
        return times[times.Length / 2];
    }
}
