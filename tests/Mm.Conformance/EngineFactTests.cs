using Mm.Conformance.Engine;
using Mm.Conformance.Scripts;

namespace Mm.Conformance.Tests;

/// <summary>The same facts and behaviours, held against the engine: on every system, with or without a kernel to compare with.</summary>
public sealed class EngineFactTests
{
    public static TheoryData<string, string> Facts => ScriptFiles.Names(ScriptFiles.Facts);

    public static TheoryData<string, string> Behaviours => ScriptFiles.Names("Behaviours");

    [Theory]
    [MemberData(nameof(Facts))]
    public void HoldsInTheEngine(string file, string name) => Hold(ScriptFiles.Facts, file, name);

    [Theory]
    [MemberData(nameof(Behaviours))]
    public void BehaviourHoldsInTheEngine(string file, string name) => Hold("Behaviours", file, name);

    private static void Hold(string folder, string file, string name)
    {
        AddressPlan plan = AddressPlan.Default;
        Script script = ScriptFiles.Find(folder, file, name, plan);
        using EngineSubject engine = new(plan, options: new EngineSubjectOptions { Unprivileged = script.Needs.Contains("unprivileged") });
        IReadOnlyList<string> problems = ScriptRunner.Run(script, engine, plan);
        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }
}
