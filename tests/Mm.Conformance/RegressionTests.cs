using Mm.Conformance.Engine;
using Mm.Conformance.Kernel;
using Mm.Conformance.Scripts;
using Xunit.Abstractions;

namespace Mm.Conformance.Tests;

/// <summary>The shortest sequences that once showed a difference, on both sides again.</summary>
public sealed class RegressionTests(KernelFixture kernel, ITestOutputHelper output) : IClassFixture<KernelFixture>
{
    public static TheoryData<string, string> Regressions => ScriptFiles.Names("Regressions");

    [Theory]
    [MemberData(nameof(Regressions))]
    public void StaysEqual(string file, string name)
    {
        AddressPlan plan = kernel.Subject?.Plan ?? AddressPlan.Default;
        Script script = ScriptFiles.Find("Regressions", file, name, plan);
        EngineSubjectOptions options = new() { Unprivileged = script.Needs.Contains("unprivileged") };
        using EngineSubject engine = new(plan, kernel.Subject?.Facts.IgnoredFlags ?? 0, options);
        IReadOnlyList<string> problems = ScriptRunner.Run(script, engine, plan);
        Assert.True(problems.Count == 0, string.Join('\n', problems));
        if (kernel.For(script, out string reason) is not { } subject || !KernelRelease.IsReference(subject.Facts))
        {
            output.WriteLine($"not compared with the kernel: {reason}");
            return;
        }
        Difference? difference = new SideBySide(subject, engine, plan, subject.Facts.FrameNumbers).Run(script.Operations);
        Assert.Null(difference?.ToScript(name, plan));
    }
}
