using Mm.Conformance.Engine;
using Mm.Conformance.Kernel;
using Mm.Conformance.Sequences;
using Mm.Faults;
using Mm.Strategies;
using Xunit.Abstractions;

namespace Mm.Conformance.Tests;

/// <summary>Whatever locks a strategy takes, one thread must see Linux's results: every strategy of unmapping and of faults beside the kernel.</summary>
public sealed class StrategyTests(KernelFixture kernel, ITestOutputHelper output) : IClassFixture<KernelFixture>
{
    private const int Operations = 1200;

    public static TheoryData<string, string> Combinations
    {
        get
        {
            TheoryData<string, string> data = [];
            foreach (UnmapStrategy unmap in UnmapStrategies.All)
            {
                foreach (FaultStrategy fault in FaultStrategies.All)
                {
                    if (StrategyCombination.Refuse(unmap, fault, unmap.DefaultProtocol) is null)
                        data.Add(unmap.Name, fault.Name);
                }
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public void AgreesWithTheKernel(string unmapName, string faultName)
    {
        if (kernel.Subject is not { } subject)
        {
            output.WriteLine($"not compared: {kernel.Reason}");
            return;
        }
        Assert.True(UnmapStrategies.TryGet(unmapName, out UnmapStrategy? unmap));
        Assert.True(FaultStrategies.TryGet(faultName, out FaultStrategy? fault));
        (Features features, IReadOnlyList<string> skipped) = Suitability.Decide(subject, Features.All, force: false);
        EngineSubjectOptions setup = new() { UnmapStrategy = unmap, FaultStrategy = fault };
        using EngineSubject engine = EngineSubject.Beside(subject, setup);
        SideBySide sides = new(subject, engine, subject.Plan, subject.Facts.FrameNumbers);
        ConformanceOptions options = new() { Operations = features == Features.None ? 0 : Operations, Seed = 11 };
        ConformanceReport report = ConformanceRun.Run(sides, options, subject.Plan, features, skipped);
        Assert.Null(report.Difference?.ToScript($"{unmapName}, {faultName}", subject.Plan));
    }
}
