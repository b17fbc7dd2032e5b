using Mm.Conformance.Kernel;
using Mm.Conformance.Observations;
using Mm.Conformance.Sequences;
using Xunit.Abstractions;

namespace Mm.Conformance.Tests;

/// <summary>
/// The harness itself: two runs on the kernel are equal, so whatever differs later is not chance; and a difference that was put in is found and made short, so
/// that finding none says something.
/// </summary>
public sealed class HarnessTests(KernelFixture kernel, ITestOutputHelper output) : IClassFixture<KernelFixture>
{
    [Fact]
    public void TheKernelAgreesWithItself()
    {
        if (Subject() is not { } subject)
            return;
        using KernelSubject other = KernelSubject.Start();
        SideBySide sides = new(subject, other, subject.Plan, subject.Facts.FrameNumbers);
        ConformanceReport report = ConformanceRun.Run(sides, new ConformanceOptions { Operations = 3000 }, subject.Plan, Features.All, []);
        Assert.Null(report.Difference?.ToScript("difference", subject.Plan));
        Assert.Equal(3000, report.Exposure.Operations);
    }

    [Theory]
    [InlineData(Mistake.WrongErrno)]
    [InlineData(Mistake.ForgottenSplit)]
    [InlineData(Mistake.StaleContents)]
    [InlineData(Mistake.MissingFault)]
    public void AMistakeIsFoundAndMadeShort(Mistake mistake)
    {
        if (Subject() is not { } subject)
            return;
        using KernelSubject other = KernelSubject.Start();
        SideBySide sides = new(subject, new MistakenSubject(other, mistake), subject.Plan, subject.Facts.FrameNumbers);
        ConformanceReport report = ConformanceRun.Run(sides, new ConformanceOptions { Operations = 20_000, Seed = 3 }, subject.Plan, Features.Basic, []);
        Assert.NotNull(report.Difference);
        output.WriteLine(report.Difference.ToScript(mistake.ToString(), subject.Plan));
        Assert.InRange(report.Difference.Operations.Count, 1, 4);
    }

    [Fact]
    public void ADifferenceIsAScriptThatRunsAgain()
    {
        if (Subject() is not { } subject)
            return;
        using KernelSubject other = KernelSubject.Start();
        SideBySide sides = new(subject, new MistakenSubject(other, Mistake.ForgottenSplit), subject.Plan, subject.Facts.FrameNumbers);
        Difference difference = ConformanceRun.Run(sides, new ConformanceOptions { Seed = 4 }, subject.Plan, Features.Basic, []).Difference!;
        string text = difference.ToScript("found", subject.Plan);
        IReadOnlyList<Operation> operations = Assert.Single(Scripts.Script.Parse(text, "found.txt", subject.Plan)).Operations;
        Assert.Equal(difference.Operations, operations);
        Assert.Equal(difference.Description, sides.Run(operations)?.Description);
    }

    [Fact]
    public void AnotherKernelMayLackFeatures()
    {
        if (Subject() is not { } subject)
            return;
        (Features all, IReadOnlyList<string> skipped) = Suitability.Decide(subject, Features.All, force: true);
        output.WriteLine(string.Join('\n', skipped));
        Assert.True(all.HasFlag(Features.Basic));
    }

    /// <summary>A process that changed its user would otherwise be nobody's child, wait for a turn for ever and keep what it inherited open.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void NoProcessOutlivesTheHarness(bool unprivileged)
    {
        if (Subject() is null)
            return;
        long[] processes;
        using (KernelSubject subject = KernelSubject.Start(new KernelSubjectOptions { Unprivileged = unprivileged }))
        {
            subject.Execute([new Operation(OperationKind.Fork, 1, 2), new Operation(OperationKind.Fork, 2, 3)]);
            processes = [.. subject.ProcessIds];
        }
        Assert.Equal(3, processes.Length);
        Assert.True(SpinWait.SpinUntil(() => !processes.Any(id => Directory.Exists($"/proc/{id}")), TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public void SharingIsComparedByPatternNotByFrame()
    {
        StepComparer comparer = new(AddressPlan.Default, frames: true);
        Assert.Null(comparer.Difference(StepOf(5, 6, 5), StepOf(9, 1, 9)));
        Assert.Contains("sharing", comparer.Difference(StepOf(5, 6, 5), StepOf(9, 1, 1)), StringComparison.Ordinal);
    }

    private static Step StepOf(params ulong[] frames)
    {
        ulong[] pages = new ulong[AddressPlan.Default.ObservedPages];
        for (int i = 0; i < frames.Length; i++)
            pages[i] = PageBits.Present | frames[i];
        return new Step(new Outcome(0), [new ProcessView(1, [], pages, new ulong[pages.Length])]);
    }

    private KernelSubject? Subject()
    {
        if (kernel.Subject is null)
            output.WriteLine($"not compared: {kernel.Reason}");
        return kernel.Subject;
    }
}
