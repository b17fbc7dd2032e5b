// Reports MML304, MML901 and MML902: inside one type at its end, where editors show them as one types; the rest at the end of the compilation.
using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Mm.Analyzers.Rules.WholeProgram;

internal sealed class ProgramReports(ProgramFacts facts)
{
    private readonly ConcurrentDictionary<(string Id, string Key), bool> _done = new();

    /// <summary>Called after each body; reports what concerns the type alone when the body was its last.</summary>
    public void AfterBody(OperationBlockAnalysisContext context)
    {
        if (facts.Of(context.OwningSymbol) is not { } own || !own.Bodies.Done(context.OperationBlocks)) return;
        if (own.HasOrder) Order(facts.Edges([own], own), context.ReportDiagnostic, atEnd: false);
        Advice(own, static member => member.DeclaredAccessibility == Accessibility.Private, context.ReportDiagnostic, atEnd: false);
    }

    public void AtEnd(CompilationAnalysisContext context)
    {
        Order(facts.Edges(facts.All, null), context.ReportDiagnostic, atEnd: true);
        foreach (var type in facts.All)
        {
            bool ended = type.Bodies.AllDone;
            Advice(type, member => !ended || member.DeclaredAccessibility != Accessibility.Private, context.ReportDiagnostic, atEnd: true);
        }
    }

    private void Order(List<OrderEdge> edges, Action<Diagnostic> report, bool atEnd)
    {
        foreach (var (diagnostic, outer, inner) in BothOrders.Cycles(edges, atEnd))
        {
            string a = outer.ToDisplayString(), b = inner.ToDisplayString();
            string key = string.CompareOrdinal(a, b) < 0 ? a + "|" + b : b + "|" + a;
            if (_done.TryAdd((diagnostic.Id, key), true)) report(diagnostic);
        }
    }

    private void Advice(TypeFacts type, Func<ISymbol, bool> counts, Action<Diagnostic> report, bool atEnd)
    {
        var uses = type.Uses();
        if (uses.Count == 0) return;
        var fields = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var pair in uses)
        {
            if (AnnotateField.Advice(pair.Key, pair.Value, facts) is not { } advice) continue;
            fields.Add(pair.Key);
            if (counts(pair.Key)) report(AnnotateField.Report(pair.Key, advice, atEnd));
        }
        foreach (var pair in uses)
        {
            if (!counts(pair.Key) || AnnotateMember.Advice(pair.Key, pair.Value) is not { } advice) continue;
            if (type.IsTouching(pair.Key) || TouchesOneOf(pair.Key, fields, uses)) report(AnnotateMember.Report(pair.Key, advice, atEnd));
        }
    }

    private static bool TouchesOneOf(ISymbol body, HashSet<ISymbol> fields, List<KeyValuePair<ISymbol, List<UseOfMember>>> uses)
    {
        foreach (var pair in uses)
        {
            if (!fields.Contains(pair.Key)) continue;
            foreach (var use in pair.Value)
            {
                if (SymbolEqualityComparer.Default.Equals(use.Body, body)) return true;
            }
        }
        return false;
    }
}
