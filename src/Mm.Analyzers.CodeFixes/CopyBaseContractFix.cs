using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace Mm.Analyzers.CodeFixes;

/// <summary>MML401: the override restates the contract of the member that it replaces.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CopyBaseContractFix)), Shared]
public sealed class CopyBaseContractFix : LockFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["MML401"];

    internal override ImmutableArray<FixPlan> Plans(FixTarget target, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var node = target.NodeAt(diagnostic).FirstAncestorOrSelf<MemberDeclarationSyntax>();
        if (node is null || target.Model.GetDeclaredSymbol(node, cancellationToken) is not { } member || Replaced(member) is not { } replaced)
            return [];

        // A contract that is not restated is inherited: that says it too where its paths cannot be named here.
        var contracts = replaced.GetAttributes().Where(IsContract).ToArray();
        if (contracts.Any(a => Strings(a).Any(path => IsHidden(path, replaced, target.Model.Compilation, member))))
            contracts = [];
        return [new FixPlan($"Take over the contract of '{replaced.ContainingType.Name}.{replaced.Name}'", $"base|{node.SpanStart}", [node], (root, current) =>
        {
            var declaration = (MemberDeclarationSyntax)current(node)!;
            var leading = declaration.GetLeadingTrivia();
            var kept = declaration.AttributeLists
                .Select(l => l.WithAttributes(SyntaxFactory.SeparatedList(l.Attributes.Where(a => !Own.Contains(a.Name.ToString().Split('.').Last().Replace("Attribute", ""))))))
                .Where(l => l.Attributes.Count > 0);
            var bare = declaration.WithAttributeLists(SyntaxFactory.List(kept)).WithLeadingTrivia(leading);
            SyntaxNode result = contracts.Length == 0 ? bare : Syntax.WithAttributes(bare, contracts.Select(a => List(a, member, replaced)));
            return root.ReplaceNode(declaration, result);
        })];
    }

    private static readonly HashSet<string> Own =
    [
        "RequiresRead", "RequiresReadAny", "RequiresWrite", "RequiresUpdate", "Excludes", "AcquiresRead", "AcquiresUpgradeable", "AcquiresWrite", "Releases",
        "ReleasesRead", "ReleasesWrite", "Downgrades", "Upgrades", "AssertsRead", "AssertsWrite", "MayRelease",
    ];

    private static bool IsContract(AttributeData attribute) =>
        attribute.AttributeClass is { } c && c.ContainingNamespace?.ToDisplayString() == "Mm.Locks" && Own.Contains(c.Name.Replace("Attribute", ""));

    private static ISymbol? Replaced(ISymbol member)
    {
        ISymbol? overridden = member switch
        {
            IMethodSymbol m => m.OverriddenMethod,
            IPropertySymbol p => p.OverriddenProperty,
            _ => null,
        };
        return overridden ?? Contracts.Implemented(member);
    }

    private static IEnumerable<string> Strings(AttributeData attribute) => attribute.ConstructorArguments
        .SelectMany(a => a.Kind == TypedConstantKind.Array ? a.Values.ToArray() : [a]).Select(a => a.Value).OfType<string>();

    private static bool IsHidden(string path, ISymbol replaced, Compilation compilation, ISymbol member) =>
        replaced.ContainingType.GetMembers(path.Split('.')[0]).Any(m => !compilation.IsSymbolAccessibleWithin(m, member.ContainingType));

    private static AttributeListSyntax List(AttributeData attribute, ISymbol member, ISymbol replaced)
    {
        var arguments = attribute.ConstructorArguments.SelectMany(a => a.Kind == TypedConstantKind.Array ? a.Values.ToArray() : [a]).Select(a => Argument(a, member, replaced))
            .Concat(attribute.NamedArguments.Select(n => $"{n.Key} = {Argument(n.Value, member, replaced)}")).ToArray();
        var list = Syntax.AttributeList(attribute.AttributeClass!.Name.Replace("Attribute", ""));
        if (arguments.Length == 0)
            return list;
        var only = list.Attributes[0];
        return list.WithAttributes(SyntaxFactory.SingletonSeparatedList(only.WithArgumentList(SyntaxFactory.ParseAttributeArgumentList($"({string.Join(", ", arguments)})")!
            .WithAdditionalAnnotations(Simplifier.Annotation))));
    }

    // A path that starts at a parameter starts at the one in the same position, whatever it is called here.
    private static string Argument(TypedConstant constant, ISymbol member, ISymbol replaced)
    {
        if (constant.Value is not string path || Parameters(replaced).FirstOrDefault(p => path == p.Name || path.StartsWith(p.Name + ".", StringComparison.Ordinal)) is not { } start)
            return constant.ToCSharpString();
        string renamed = Parameters(member)[start.Ordinal].Name + path.Substring(start.Name.Length);
        return SymbolDisplay.FormatLiteral(renamed, quote: true);
    }

    private static ImmutableArray<IParameterSymbol> Parameters(ISymbol member) => member switch
    {
        IMethodSymbol method => method.Parameters,
        IPropertySymbol property => property.Parameters,
        _ => [],
    };
}
