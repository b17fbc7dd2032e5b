using Mm.Conformance.Kernel;
using Mm.Conformance.Scripts;
using Xunit.Abstractions;

namespace Mm.Conformance.Tests;

/// <summary>The facts that the engine is built from, held against the running kernel: a file of facts for each operation, a name for each behaviour.</summary>
public sealed class KernelFactTests(KernelFixture kernel, ITestOutputHelper output) : IClassFixture<KernelFixture>
{
    public static TheoryData<string, string> Facts => ScriptFiles.Names("Facts");

    public static TheoryData<string, string> Behaviours => ScriptFiles.Names("Behaviours");

    [Theory]
    [MemberData(nameof(Facts))]
    public void HoldsOnTheKernel(string file, string name) => Hold("Facts", file, name);

    [Theory]
    [MemberData(nameof(Behaviours))]
    public void BehaviourHoldsOnTheKernel(string file, string name) => Hold("Behaviours", file, name);

    private void Hold(string folder, string file, string name)
    {
        AddressPlan plan = kernel.Subject?.Plan ?? AddressPlan.Default;
        Script script = ScriptFiles.Find(folder, file, name, plan);
        if (kernel.For(script, out string reason) is not { } subject)
        {
            output.WriteLine($"not compared: {reason}");
            return;
        }
        IReadOnlyList<string> problems = ScriptRunner.Run(script, subject, plan);
        if (problems.Count > 0 && !KernelRelease.IsReference(subject.Facts))
        {
            output.WriteLine($"not compared: kernel {subject.Facts.Release} answers otherwise than {KernelRelease.Reference}:\n{string.Join('\n', problems)}");
            return;
        }
        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }
}
