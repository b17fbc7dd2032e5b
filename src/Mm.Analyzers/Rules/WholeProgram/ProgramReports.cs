// Reports MML304, MML901 and MML902: inside one type with the file that it stands in, where editors show them as one types; the rest at the end of the compilation.
using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Mm.Analyzers.Rules.WholeProgram;

internal sealed class ProgramReports(ProgramFacts facts, FlowAnalysisDriver flow)
{
    private readonly ConcurrentDictionary<(string Id, string Key), bool> _done = new();

    /// <summary>
    /// Reports what concerns one type alone, for the types in a file whose bodies have been analysed. Each file takes the reports that lie in it: an editor
    /// asks for one file, and shows nothing that lies elsewhere.
    /// </summary>
    public void AfterFile(SemanticModelAnalysisContext context)
    {
        var model = context.SemanticModel;
        if (model.SyntaxTree.GetRoot(context.CancellationToken) is CompilationUnitSyntax file) AfterMembers(file.Members, model, context);
    }

    private void AfterMembers(SyntaxList<MemberDeclarationSyntax> members, SemanticModel model, SemanticModelAnalysisContext context)
    {
        bool program = false;
        foreach (var member in members)
        {
            switch (member)
            {
                case BaseNamespaceDeclarationSyntax space:
                    AfterMembers(space.Members, model, context);
                    break;
                case TypeDeclarationSyntax declaration:
                    AfterType(model.GetDeclaredSymbol(declaration, context.CancellationToken), context);
                    break;
                case GlobalStatementSyntax when !program:
                    program = true;
                    AfterType(model.GetEnclosingSymbol(member.SpanStart, context.CancellationToken), context);
                    break;
            }
        }
    }

    private void AfterType(ISymbol? symbol, SemanticModelAnalysisContext context)
    {
        if (symbol is null || facts.Of(symbol) is not { } type || type.IsSilent) return;
        foreach (var diagnostic in type.AtEnd(() => OfType(type, context)))
        {
            if (diagnostic.Location.SourceTree == context.SemanticModel.SyntaxTree) context.ReportDiagnostic(diagnostic);
        }
    }

    public void AtEnd(CompilationAnalysisContext context)
    {
        Order(OrderEdges.Of(facts, facts.All, null, context.CancellationToken), context.ReportDiagnostic, atEnd: true);
        foreach (var type in facts.All) Advice(type, static member => member.DeclaredAccessibility != Accessibility.Private, context.ReportDiagnostic,
            atEnd: true);
    }

    private List<Diagnostic> OfType(TypeFacts type, SemanticModelAnalysisContext context)
    {
        // Other threads may be in the middle of some bodies, and the other parts of a partial type may not have been asked for.
        foreach (var node in type.Bodies.Left())
        {
            var model = node.SyntaxTree == context.SemanticModel.SyntaxTree ? context.SemanticModel
                : context.SemanticModel.Compilation.GetSemanticModel(node.SyntaxTree);
            if (model.GetOperation(node, context.CancellationToken) is not { } body
                || TypeBodies.OwnerOf(node, model, context.CancellationToken) is not { } owner) continue;
            flow.Observe(body, owner, context.Options, context.CancellationToken);
        }
        var found = new List<Diagnostic>();
        if (type.HasOrder) Order(OrderEdges.Of(facts, [type], type, context.CancellationToken), found.Add, atEnd: false);
        Advice(type, static member => member.DeclaredAccessibility == Accessibility.Private, found.Add, atEnd: false);
        return found;
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
