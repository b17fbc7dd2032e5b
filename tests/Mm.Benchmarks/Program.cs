using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Mm.Benchmarks.Engine;
using Mm.Benchmarks.Locks;
using Mm.Benchmarks.Storage;

// "storage" prints what the engine's storage layer costs, "capacity" what memory a large address space takes, "ratios" prints ratios measured in one run, in turns, within seconds; anything else goes to BenchmarkDotNet.
if (args is ["ratios"])
{
    LockRatios.Print(Console.Out);
    return 0;
}

if (args is ["storage", .. var which])
{
    return StorageBenchmarks.Run(which);
}

if (args is ["capacity", .. var size])
{
    return Capacity.Run(size);
}

// In process and short: the comparisons of one class run side by side on a machine that others use too.
IConfig config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
BenchmarkSwitcher.FromAssembly(typeof(LockRatios).Assembly).Run(args, config);
return 0;
