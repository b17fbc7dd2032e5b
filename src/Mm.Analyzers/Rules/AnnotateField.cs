using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Rules.WholeProgram;

namespace Mm.Analyzers.Rules;

/// <summary>MML902: nearly every access of an unguarded member holds the same lock.</summary>
internal static class AnnotateField
{
    private const int FewestAccesses = 3;
    private const int LeastPercent = 90;

    public static readonly DiagnosticDescriptor Descriptor = Rule.Describe(
        "MML902", "Every access holds this lock: annotate the field",
            "'{0}' is accessed under '{1}' in {2} of {3} places: annotate it with [GuardedBy(\"{1}\")]",
        DiagnosticSeverity.Info, "An annotation turns the habit into a rule: the next access without the lock is an error.");

    private static readonly DiagnosticDescriptor s_atEnd = Rule.AtEnd(Descriptor);

    /// <summary>The lock that nearly all accesses hold, or null.</summary>
    public static (string Lock, int Under, int All)? Advice(ISymbol member, List<UseOfMember> uses, ProgramFacts facts)
    {
        if (member is IMethodSymbol || uses.Count < FewestAccesses || facts.IsUsedAsLock(member)) return null;
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var use in uses)
        {
            foreach (var held in use.Held)
            {
                if (held.Path != member.Name) counts[held.Path] = (counts.TryGetValue(held.Path, out int count) ? count : 0) + 1;
            }
        }
        (string Lock, int Under, int All)? best = null;
        foreach (var pair in counts)
        {
            if (pair.Value >= FewestAccesses && pair.Value * 100 >= uses.Count * LeastPercent
                && (best is null || pair.Value > best.Value.Under)) best = (pair.Key, pair.Value, uses.Count);
        }
        return best;
    }

    public static Diagnostic Report(ISymbol member, (string Lock, int Under, int All) advice, bool atEnd) => Diagnostic.Create(
        atEnd ? s_atEnd : Descriptor, member.Locations[0],
        ImmutableDictionary.CreateRange(
        [
            new KeyValuePair<string, string?>(DiagnosticProperties.Lock, advice.Lock),
            new KeyValuePair<string, string?>(DiagnosticProperties.AnnotationPath, advice.Lock),
            new KeyValuePair<string, string?>(DiagnosticProperties.Mode, nameof(NeedMode.Write)),
            new KeyValuePair<string, string?>(DiagnosticProperties.Member, member.Name),
        ]),
        member.Name, advice.Lock, advice.Under, advice.All);
}
