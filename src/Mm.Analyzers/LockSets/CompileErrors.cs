using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Mm.Analyzers.LockSets;

/// <summary>
/// Where a body does not compile, as the compiler says: half-typed code is often represented by operations that look whole. Asked for only when
/// there is something to report, since the compiler binds the body once more for it.
/// </summary>
internal sealed class CompileErrors
{
    /// <summary>
    /// A value of the wrong type, an unassigned variable: what is called, and what it does to the locks, is known all the same.
    /// </summary>
    private static readonly HashSet<string> s_harmless = ["CS0029", "CS0266", "CS0126", "CS0161", "CS0165", "CS0170", "CS0177", "CS0269", "CS1643"];

    private readonly List<(TextSpan Span, SyntaxNode? Function)> _errors = [];

    private CompileErrors()
    {
    }

    /// <summary>The errors in the body, or null if it compiles.</summary>
    public static CompileErrors? Of(IOperation body, CancellationToken cancellation)
    {
        if (body.SemanticModel is not { } model) return null;
        CompileErrors? found = null;
        foreach (var diagnostic in model.GetDiagnostics(body.Syntax.Span, cancellation))
        {
            if (diagnostic.Severity != DiagnosticSeverity.Error || diagnostic.IsWarningAsError || s_harmless.Contains(diagnostic.Id)) continue;
            var span = diagnostic.Location.SourceSpan;
            if (!body.Syntax.FullSpan.IntersectsWith(span)) continue;
            (found ??= new CompileErrors())._errors.Add((span, FunctionAround(body.Syntax, span)));
        }
        return found;
    }

    /// <summary>Whether the operation stands where the code does not compile; what is wrong in a nested function is that function's.</summary>
    public bool Touch(SyntaxNode operation, SyntaxNode graph)
    {
        var function = IsFunction(graph) ? graph : null;
        foreach (var (span, around) in _errors)
        {
            if (ReferenceEquals(around, function) && operation.Span.IntersectsWith(span)) return true;
        }
        return false;
    }

    /// <summary>Whether the lambda or local function does not compile somewhere.</summary>
    public bool AreIn(ISymbol function)
    {
        foreach (var reference in function.DeclaringSyntaxReferences)
        {
            foreach (var (span, _) in _errors)
            {
                if (reference.Span.Contains(span)) return true;
            }
        }
        return false;
    }

    private static SyntaxNode? FunctionAround(SyntaxNode body, TextSpan span)
    {
        for (var node = body.FindToken(Math.Max(body.FullSpan.Start, Math.Min(span.Start, body.FullSpan.End - 1))).Parent;
            node is not null && !ReferenceEquals(node, body); node = node.Parent)
        {
            if (IsFunction(node) && node.Span.Contains(span)) return node;
        }
        return null;
    }

    private static bool IsFunction(SyntaxNode node) => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax;
}
