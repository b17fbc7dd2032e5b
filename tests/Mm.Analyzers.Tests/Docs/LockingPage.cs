using System.Text;
using Microsoft.CodeAnalysis;

namespace Mm.Analyzers.Tests.Docs;

/// <summary>The generated part of docs/locking.md: order, guarded state, contracts, and the facts that nothing proves.</summary>
internal static class LockingPage
{
    private static readonly string[] s_contracts =
    [
        "RequiresRead", "RequiresReadAny", "RequiresUpdate", "RequiresWrite", "Excludes", "AcquiresRead", "AcquiresUpgradeable", "AcquiresWrite", "Releases",
        "ReleasesRead", "ReleasesWrite", "Downgrades", "Upgrades", "MayRelease",
    ];

    public static string Generate(EngineFacts engine)
    {
        var text = new StringBuilder();
        Order(text, engine);
        GuardedState(text, engine);
        Contracts(text, engine);
        Unproven(text, engine);
        return text.ToString().TrimEnd() + "\n";
    }

    private static void Order(StringBuilder text, EngineFacts engine)
    {
        text.Append("## Order\n\nOutermost first; `[assembly: LockOrder]`, which the analyzer (MML303) and the runtime validator check.\n\n");
        int rank = 0;
        foreach (var (name, data) in EngineFacts.Annotations(engine.Compilation.Assembly.GetAttributes()).Where(a => a.Name == "LockOrder"))
        {
            foreach (var entry in data.ConstructorArguments.SelectMany(a => a.Kind == TypedConstantKind.Array ? [.. a.Values] : new[] { a }))
                text.Append($"{++rank}. `{(entry.Value is ITypeSymbol type ? type.Name : entry.Value)}`\n");
        }

        text.Append('\n');
    }

    private static void GuardedState(StringBuilder text, EngineFacts engine)
    {
        text.Append("## Guarded state\n\n| member | a read needs any of | a write needs all of | besides |\n| --- | --- | --- | --- |\n");
        foreach (var type in engine.Types())
        {
            foreach (var member in type.GetMembers().Where(m => m is IFieldSymbol or IPropertySymbol or IEventSymbol))
            {
                foreach (var (_, data) in EngineFacts.Annotations(member.GetAttributes()).Where(a => a.Name == "GuardedBy"))
                {
                    string locks = string.Join(", ", EngineFacts.Paths(data).Select(p => $"`{p}`"));
                    string mode = EngineFacts.Named(data, "WriteMode") is int and 1 ? " (update is enough)" : "";
                    text.Append($"| `{Name(member)}` | {locks} | {locks}{mode} | {Besides(data)} |\n");
                }
            }
        }

        text.Append('\n');
    }

    private static string Besides(AttributeData data)
    {
        var notes = new List<string>();
        if (EngineFacts.Named(data, "AlsoReadUnder") is string also)
            notes.Add($"read under `{also}` too");
        if (EngineFacts.Named(data, "LockFreeReads") is true)
            notes.Add("volatile reads need no lock");
        if (EngineFacts.Named(data, "InterlockedWriteMode") is int and not 2)
            notes.Add("interlocked writes need read only");
        if (EngineFacts.Named(data, "ReferenceOnly") is true)
            notes.Add("the reference alone");
        return string.Join("; ", notes);
    }

    private static void Contracts(StringBuilder text, EngineFacts engine)
    {
        text.Append("## Contracts\n\n| member | contract |\n| --- | --- |\n");
        foreach (var type in engine.Types())
        {
            foreach (var member in type.GetMembers().Where(m => !m.IsImplicitlyDeclared && m is IMethodSymbol or IPropertySymbol))
            {
                var parts = EngineFacts.Annotations(member.GetAttributes()).Where(a => s_contracts.Contains(a.Name)).Select(Contract).ToList();
                if (member is IMethodSymbol method)
                {
                    parts.AddRange(EngineFacts.Annotations(method.GetReturnTypeAttributes()).Where(a => a.Name == "ValidUnder")
                        .Select(a => $"result valid under {string.Join(", ", EngineFacts.Paths(a.Data).Select(p => $"`{p}`"))}"));
                }

                if (parts.Count > 0)
                    text.Append($"| `{Name(member)}` | {string.Join("; ", parts)} |\n");
            }
        }

        text.Append('\n');
    }

    private static string Contract((string Name, AttributeData Data) annotation)
    {
        string text = $"{annotation.Name} {string.Join(", ", EngineFacts.Paths(annotation.Data).Select(p => $"`{p}`"))}";
        if (annotation.Data.NamedArguments.Any(n => n.Key == "When"))
            text += $" when `{EngineFacts.Named(annotation.Data, "When")}`";
        if (EngineFacts.Named(annotation.Data, "WhenNotNull") is true)
            text += " when not null";
        if (EngineFacts.Named(annotation.Data, "Until") is string until)
            text += $" until `{until}` ends";
        return text;
    }

    private static void Unproven(StringBuilder text, EngineFacts engine)
    {
        var symbols = engine.Types().SelectMany(t => t.GetMembers().Append(t)).ToArray();
        int Count(params string[] names) => symbols.Sum(s => EngineFacts.Annotations(s.GetAttributes()).Count(a => names.Contains(a.Name)));
        int Returns(string name) => symbols.OfType<IMethodSymbol>().Sum(m => EngineFacts.Annotations(m.GetReturnTypeAttributes()).Count(a => a.Name == name));
        int Parameters(string name) => symbols.OfType<IMethodSymbol>().SelectMany(m => m.Parameters).Sum(p => EngineFacts.Annotations(p.GetAttributes()).Count(a => a.Name == name));
        int Guards(Func<AttributeData, bool> which) => symbols.Sum(s => EngineFacts.Annotations(s.GetAttributes()).Count(a => a.Name == "GuardedBy" && which(a.Data)));

        text.Append("## What the analyzer takes on trust\n\nEverything else that this page says is proved at every build.\n\n| kind | fact | how many |\n| --- | --- | --- |\n");
        text.Append($"| asserted | calls of members that check a hold at run time | {engine.AssertionCalls()} |\n");
        text.Append($"| asserted | `Debug.Assert` that two references are one object | {engine.EqualityAssertions()} |\n");
        text.Append($"| trusted | nested acquisitions with a reason (`[Nested]`) | {Count("Nested")} |\n");
        text.Append($"| trusted | results whose owner is stated (`[return: OwnedBy]`) | {Returns("OwnedBy")} |\n");
        text.Append($"| trusted | members that isolate an object (`[Isolates]`) | {Parameters("Isolates") + Count("Isolates")} |\n");
        text.Append($"| trusted | lock types of the engine's own (they implement their contracts) | {Count("Lock", "ScopedLock")} |\n");
        text.Append($"| lock-free | members whose volatile reads need no lock | {Guards(d => EngineFacts.Named(d, "LockFreeReads") is true)} |\n");
        text.Append($"| lock-free | members read under RCU too | {Guards(d => EngineFacts.Named(d, "AlsoReadUnder") is string s && s.Contains("Rcu", StringComparison.Ordinal))} |\n");
        text.Append($"| lock-free | members written with interlocked operations under a read hold | {Guards(d => EngineFacts.Named(d, "InterlockedWriteMode") is int and not 2)} |\n");
        text.Append($"| unverified | bodies that are not analysed (`[NoLockAnalysis]`) | {Count("NoLockAnalysis")} |\n");
        text.Append($"| unverified | suppressions and pragmas of MML rules | {Suppressions(engine)} |\n");
    }

    private static int Suppressions(EngineFacts engine) => engine.Compilation.SyntaxTrees
        .SelectMany(t => t.GetText().Lines)
        .Count(l => l.ToString() is var line && line.Contains("MML", StringComparison.Ordinal)
            && (line.Contains("#pragma warning disable", StringComparison.Ordinal) || line.Contains("SuppressMessage", StringComparison.Ordinal)));

    private static string Name(ISymbol member) => member.ToDisplayString(new SymbolDisplayFormat(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameOnly, memberOptions: SymbolDisplayMemberOptions.IncludeContainingType));
}
