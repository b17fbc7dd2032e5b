// The rules about declarations (MML001 to MML004, MML401, MML403) hook in here: symbol actions, and syntax actions for what those do not see: local
// functions, lambdas, their parameters, and attributes of the assembly. Add a check to s_checks.
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Rules.Declarations;

namespace Mm.Analyzers.Rules;

internal static class DeclarationRules
{
    private static readonly ImmutableArray<Action<DeclarationContext>> s_checks =
    [
        PathsResolve.Check,
        Contradictions.Check,
        Conditions.Check,
        Misplaced.Check,
        OrderOfMember.Check,
        MissingReason.Check,
    ];

    /// <summary>Registers the actions of the declaration rules; called once a compilation.</summary>
    public static void Register(CompilationStartAnalysisContext context, ContractModel contracts)
    {
        context.RegisterSymbolAction(
            symbol => Declared(symbol.Symbol, contracts, symbol.ReportDiagnostic, symbol.CancellationToken),
            SymbolKind.NamedType, SymbolKind.Method, SymbolKind.Property, SymbolKind.Field, SymbolKind.Event);
        context.RegisterSyntaxNodeAction(
            node => Nested(node, contracts),
            SyntaxKind.LocalFunctionStatement, SyntaxKind.ParenthesizedLambdaExpression);
        context.RegisterSyntaxNodeAction(node => OfAssembly(node, contracts), SyntaxKind.AttributeList);
    }

    private static void OfAssembly(SyntaxNodeAnalysisContext context, ContractModel contracts)
    {
        var list = (AttributeListSyntax)context.Node;
        if (list.Target?.Identifier.ValueText != "assembly") return;
        foreach (var data in context.Compilation.Assembly.GetAttributes())
        {
            if (Annotations.KindOf(data) == AnnotationKind.None || data.ApplicationSyntaxReference is not { } place || place.SyntaxTree != list.SyntaxTree) continue;
            if (place.GetSyntax(context.CancellationToken) is not AttributeSyntax attribute || attribute.Parent != list) continue;
            OrderOfAssembly.Check(data, attribute, contracts, context.ReportDiagnostic);
        }
    }

    private static void Declared(ISymbol symbol, ContractModel contracts, Action<Diagnostic> report, CancellationToken cancellation)
    {
        // A partial member is looked at once, at its definition, which has the attributes of both parts.
        if (symbol is IMethodSymbol { PartialDefinitionPart: not null }) return;
        if (symbol.IsImplicitlyDeclared && symbol is not IFieldSymbol) return;
        Check(symbol, contracts, report, cancellation);
        var parameters = symbol switch
        {
            IMethodSymbol { AssociatedSymbol: null } method => method.Parameters,
            // The other parameters of an indexer's accessors repeat those of the indexer.
            IMethodSymbol { MethodKind: MethodKind.PropertySet, Parameters: [.., var value] } => [value],
            IMethodSymbol { MethodKind: MethodKind.EventAdd or MethodKind.EventRemove } accessor => accessor.Parameters,
            IPropertySymbol property => property.Parameters,
            INamedTypeSymbol { DelegateInvokeMethod: { } invoke } => invoke.Parameters,
            _ => [],
        };
        foreach (var parameter in parameters) Check(parameter, contracts, report, cancellation);
    }

    private static void Nested(SyntaxNodeAnalysisContext context, ContractModel contracts)
    {
        var (parameters, attributes, symbol) = context.Node switch
        {
            LocalFunctionStatementSyntax local => (local.ParameterList, local.AttributeLists, context.SemanticModel.GetDeclaredSymbol(local, context.CancellationToken)),
            ParenthesizedLambdaExpressionSyntax lambda => (lambda.ParameterList, lambda.AttributeLists, null),
            _ => (null, default, null),
        };
        if (parameters is null || (attributes.Count == 0 && !parameters.Parameters.Any(static p => p.AttributeLists.Count > 0))) return;
        var method = symbol as IMethodSymbol ?? context.SemanticModel.GetSymbolInfo(context.Node, context.CancellationToken).Symbol as IMethodSymbol;
        if (method is null) return;
        Check(method, contracts, context.ReportDiagnostic, context.CancellationToken);
        foreach (var parameter in method.Parameters) Check(parameter, contracts, context.ReportDiagnostic, context.CancellationToken);
    }

    private static void Check(ISymbol symbol, ContractModel contracts, Action<Diagnostic> report, CancellationToken cancellation)
    {
        var context = new DeclarationContext(symbol, AnnotationReader.Read(symbol), contracts, report, cancellation);
        foreach (var check in s_checks) check(context);
    }
}
