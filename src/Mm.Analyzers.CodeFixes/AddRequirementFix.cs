using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Mm.Analyzers.Rules;

namespace Mm.Analyzers.CodeFixes;

/// <summary>For a lock that is lacking: the containing member asks its callers for it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddRequirementFix)), Shared]
public sealed class AddRequirementFix : LockFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["MML101", "MML102", "MML103", "MML104", "MML105", "MML106"];

    internal override ImmutableArray<FixPlan> Plans(FixTarget target, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var node = target.NodeAt(diagnostic);
        if (Syntax.ContractHolder(node) is not { } holder || LackingLock.Of(diagnostic) is not { } lacking)
            return [];
        if (lacking.AnnotationPaths is not { IsEmpty: false } named || !MayAskForMore(target, holder, named, cancellationToken))
            return [];

        string name = "Requires" + lacking.Mode;
        string title = $"Require {string.Join(" and ", named.Select(p => $"'{p}'"))} for {lacking.ModeText} in the member";
        return [new FixPlan(title, $"require|{holder.SpanStart}|{name}|{string.Join(";", named)}", [holder], (root, current) =>
        {
            var member = current(holder)!;
            var paths = named.Where(p => !Names(member, name, p)).ToArray();
            if (paths.Length == 0)
                return root;
            var weaker = paths.Length == 1 && lacking.Mode != "Read" ? Attribute(member, "RequiresRead", paths[0]) : null;
            return weaker is not null
                ? root.ReplaceNode(weaker, weaker.WithName(Imports.Name(name)))
                : root.ReplaceNode(member, Syntax.WithAttributes(member, [Syntax.AttributeList(name, paths)]));
        })];
    }

    // Nobody can hold a lock of an object that is being made or finalised, no caller of a base member knows of its overrides, and nobody calls an entry point.
    private static bool MayAskForMore(FixTarget target, SyntaxNode holder, ImmutableArray<string> paths, CancellationToken cancellationToken)
    {
        var symbol = target.Model.GetDeclaredSymbol(holder, cancellationToken);
        if (symbol is IMethodSymbol { AssociatedSymbol: { } associated })
            symbol = associated;
        if (symbol is null || symbol.IsOverride || Contracts.IsImplementation(symbol)
            || paths.Any(p => Attribute(holder, "Excludes", p) is not null || CannotBeHeld(target, holder, p)))
            return false;
        return symbol is not IMethodSymbol method || method.MethodKind switch
        {
            MethodKind.Destructor or MethodKind.StaticConstructor => false,
            MethodKind.Constructor => paths.All(path => method.Parameters.Any(p => p.Name == path.Split('.')[0])),
            _ => !SymbolEqualityComparer.Default.Equals(method, target.Model.Compilation.GetEntryPoint(cancellationToken)),
        };
    }

    // By a body that takes the lock itself, or that waits while a lock of its thread is held.
    private static bool CannotBeHeld(FixTarget target, SyntaxNode holder, string path)
    {
        int position = holder.DescendantNodes().FirstOrDefault(n => n is StatementSyntax or ExpressionSyntax { Parent: ArrowExpressionClauseSyntax })?.SpanStart ?? holder.SpanStart;
        if (target.TypeOf(path, position) is not { } type)
            return false;
        return (Syntax.Suspends(holder) && LockMembers.IsThreadBound(type))
            || (!LockMembers.TakenByLockStatement(type) && holder.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(i => LockCall.Of(i)?.Receiver == path));
    }

    private static bool Names(SyntaxNode member, string name, string path) => Attribute(member, name, path) is not null;

    private static AttributeSyntax? Attribute(SyntaxNode member, string name, string path)
    {
        var lists = member switch
        {
            LocalFunctionStatementSyntax l => l.AttributeLists,
            AccessorDeclarationSyntax a => a.AttributeLists,
            MemberDeclarationSyntax m => m.AttributeLists,
            _ => default,
        };
        return lists.SelectMany(l => l.Attributes).FirstOrDefault(a =>
            a.Name.ToString().Split('.').Last() is var last && (last == name || last == name + "Attribute")
            && a.ArgumentList is { Arguments.Count: 1 } arguments && arguments.Arguments[0].Expression is LiteralExpressionSyntax literal && literal.Token.ValueText == path);
    }
}
