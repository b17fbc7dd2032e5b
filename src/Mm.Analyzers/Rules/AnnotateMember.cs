using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Rules.WholeProgram;

namespace Mm.Analyzers.Rules;

/// <summary>MML901: every caller of a member that has no contract holds the same lock.</summary>
internal static class AnnotateMember
{
    private const int FewestCallers = 2;

    public static readonly DiagnosticDescriptor Descriptor = Rule.Describe(
        "MML901", "Every caller holds this lock: annotate the member", "Every caller of '{0}' holds '{1}' {2}: annotate it with [{3}(\"{1}\")]",
        DiagnosticSeverity.Info, "A contract lets the body be checked, and every future caller with it.");

    private static readonly DiagnosticDescriptor s_atEnd = Rule.AtEnd(Descriptor);

    /// <summary>The lock that all callers hold, and the weakest mode among them; null if there is none.</summary>
    public static HeldLock? Advice(ISymbol member, List<UseOfMember> uses)
    {
        if (member is not IMethodSymbol || uses.Count < FewestCallers) return null;
        HeldLock? best = null;
        foreach (var candidate in uses[0].Held)
        {
            var mode = candidate.Mode;
            foreach (var use in uses)
            {
                var found = HoldMode.None;
                foreach (var held in use.Held)
                {
                    if (held.Path == candidate.Path) found = held.Mode;
                }
                mode = HoldModes.Weaker(mode, found);
            }
            if (mode != HoldMode.None && (best is null || string.CompareOrdinal(candidate.Path, best.Value.Path) < 0)) best = new HeldLock(candidate.Path,
                mode);
        }
        return best;
    }

    public static Diagnostic Report(ISymbol member, HeldLock advice, bool atEnd)
    {
        bool write = advice.Mode == HoldMode.Write;
        return Diagnostic.Create(
            atEnd ? s_atEnd : Descriptor, member.Locations[0],
            ImmutableDictionary.CreateRange(
            [
                new KeyValuePair<string, string?>(DiagnosticProperties.Lock, advice.Path),
                new KeyValuePair<string, string?>(DiagnosticProperties.AnnotationPath, advice.Path),
                new KeyValuePair<string, string?>(DiagnosticProperties.Mode, write ? nameof(NeedMode.Write) : nameof(NeedMode.Read)),
                new KeyValuePair<string, string?>(DiagnosticProperties.Member, member.Name),
            ]),
            member.Name, advice.Path, write ? "for write" : "for read", write ? "RequiresWrite" : "RequiresRead");
    }
}
