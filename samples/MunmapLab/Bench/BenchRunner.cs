using System.Diagnostics;
using System.Runtime;
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
    private const int FloorCalls = 2000;

    // The runtime compiles what was called often a second time, optimised, once nothing new has been compiled for 100 ms.
    private static readonly TimeSpan s_quiet = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_longestWarmUp = TimeSpan.FromSeconds(5);

    /// <summary>The floor of a system call in nanoseconds, entered the same way as those that are measured; null without a kernel to compare with.</summary>
    public double? MeasureFloor()
    {
        using KernelMemory? kernel = TryKernel();
        if (kernel is null)
            return null;
        double fastest = double.MaxValue;
        for (int r = 0; r < rounds; r++)
        {
            TimeSpan time = kernel.Time(() =>
            {
                for (int i = 0; i < FloorCalls; i++)
                    kernel.Enter();
            });
            fastest = Math.Min(fastest, time.TotalNanoseconds / FloorCalls);
        }

        return fastest;
    }

    /// <summary>Times one operation: the fastest of the rounds, which begin when the code that they time has been compiled for good. Whatever else runs on the
    /// machine only adds to a time.</summary>
    public BenchResult Measure(BenchOperation operation, double? floor)
    {
        using var system = new MmSystem();
        using var mm = new MmStruct(system);
        IMemory engine = new EngineMemory(mm);
        using KernelMemory? kernel = floor is null ? null : TryKernel();
        BenchOperations.AddCrowd(engine, operation.Vmas);
        if (kernel is not null)
            BenchOperations.AddCrowd(kernel, operation.Vmas);

        var (fastest, kernelFastest) = (double.MaxValue, double.MaxValue);
        if (kernel is not null)
            Round(kernel, operation);
        WarmUp(() => Round(engine, operation));
        for (int r = 0; r < rounds; r++)
        {
            fastest = Math.Min(fastest, Round(engine, operation));
            if (kernel is not null)
                kernelFastest = Math.Min(kernelFastest, Round(kernel, operation));
        }

        return new(operation.Name, fastest, kernel is null ? null : Math.Max(0, kernelFastest - (floor!.Value * operation.Calls)));
    }

    // A count of rounds would time code that is not optimised yet: the runtime needs time for it, not calls.
    private static void WarmUp(Action round)
    {
        long began = Stopwatch.GetTimestamp();
        long compiled = JitInfo.GetCompiledMethodCount();
        long last = began;
        while (Stopwatch.GetElapsedTime(last) < s_quiet && Stopwatch.GetElapsedTime(began) < s_longestWarmUp)
        {
            round();
            long now = JitInfo.GetCompiledMethodCount();
            if (now != compiled)
                (compiled, last) = (now, Stopwatch.GetTimestamp());
        }
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
}
