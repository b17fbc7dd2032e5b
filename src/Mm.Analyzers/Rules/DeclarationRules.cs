// The rules about declarations (MML001 to MML005, MML401 to MML403) hook in here: symbol actions, and syntax actions for what those do not see: local
// functions, lambdas, their parameters, and attributes of the assembly. Add a check to s_checks.
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Contracts.BuiltIn;
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
        OverrideAsksForMore.Check,
    ];

    /// <summary>Registers the actions of the declaration rules; called once a compilation.</summary>
    public static void Register(CompilationStartAnalysisContext context, ContractModel contracts, ReassignableLock reassignable)
    {
        if (!contracts.HasAnnotations)
        {
            context.RegisterSymbolAction(symbol => OfDerivedLock((INamedTypeSymbol)symbol.Symbol, contracts, reassignable, symbol), SymbolKind.NamedType);
            return;
        }
        context.RegisterSymbolAction(
            symbol => Declared(symbol.Symbol, contracts, reassignable, symbol),
            SymbolKind.NamedType, SymbolKind.Method, SymbolKind.Property, SymbolKind.Field, SymbolKind.Event);
        context.RegisterSyntaxNodeAction(
            node => Nested(node, contracts, reassignable),
            SyntaxKind.LocalFunctionStatement, SyntaxKind.ParenthesizedLambdaExpression);
        context.RegisterSyntaxNodeAction(node => OfAssembly(node, contracts), SyntaxKind.AttributeList);
    }

    /// <summary>Where nothing is annotated, only what derives from a type of .NET that is known here has contracts to compare.</summary>
    private static void OfDerivedLock(INamedTypeSymbol type, ContractModel contracts, ReassignableLock reassignable, SymbolAnalysisContext context)
    {
        var known = type.BaseType;
        while (known is not null && BuiltInLocks.Find(known) is null) known = known.BaseType;
        if (known is null) return;
        Declared(type, contracts, reassignable, context);
        foreach (var member in type.GetMembers())
        {
            if (member is IMethodSymbol) Declared(member, contracts, reassignable, context);
        }
    }

    private static void OfAssembly(SyntaxNodeAnalysisContext context, ContractModel contracts)
    {
        var list = (AttributeListSyntax)context.Node;
        if (list.Target?.Identifier.ValueText != "assembly") return;
        foreach (var data in context.Compilation.Assembly.GetAttributes())
        {
            if (Annotations.KindOf(data) == AnnotationKind.None || data.ApplicationSyntaxReference is not { } place
                || place.SyntaxTree != list.SyntaxTree) continue;
            if (place.GetSyntax(context.CancellationToken) is not AttributeSyntax attribute || attribute.Parent != list) continue;
            OrderOfAssembly.Check(data, attribute, contracts, context.ReportDiagnostic);
            ExternalDeclarations.Check(data, attribute, contracts, context.ReportDiagnostic);
        }
    }

    private static void Declared(ISymbol symbol, ContractModel contracts, ReassignableLock reassignable, in SymbolAnalysisContext context)
    {
        // A partial member is looked at once, at its definition, which has the attributes of both parts.
        if (symbol is IMethodSymbol { PartialDefinitionPart: not null }) return;
        if (symbol.IsImplicitlyDeclared && symbol is not IFieldSymbol) return;
        CheckDeclared(symbol, contracts, reassignable, context);
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
        foreach (var parameter in parameters) CheckDeclared(parameter, contracts, reassignable, context);
    }

    /// <summary>Nearly all symbols have no annotation and replace nothing: they cost no more than the question.</summary>
    private static void CheckDeclared(ISymbol symbol, ContractModel contracts, ReassignableLock reassignable, in SymbolAnalysisContext context)
    {
        var annotations = AnnotationReader.Read(symbol);
        if (annotations.IsEmpty && !OverrideAsksForMore.MayConcern(symbol)) return;
        Check(new DeclarationContext(symbol, annotations, contracts, context.ReportDiagnostic, context.CancellationToken), reassignable);
    }

    private static void Nested(SyntaxNodeAnalysisContext context, ContractModel contracts, ReassignableLock reassignable)
    {
        var (parameters, attributes, symbol) = context.Node switch
        {
            LocalFunctionStatementSyntax local =>
                (local.ParameterList, local.AttributeLists, context.SemanticModel.GetDeclaredSymbol(local, context.CancellationToken)),
            ParenthesizedLambdaExpressionSyntax lambda => (lambda.ParameterList, lambda.AttributeLists, null),
            _ => (null, default, null),
        };
        if (parameters is null || (attributes.Count == 0 && !parameters.Parameters.Any(static p => p.AttributeLists.Count > 0))) return;
        var method = symbol as IMethodSymbol ?? context.SemanticModel.GetSymbolInfo(context.Node, context.CancellationToken).Symbol as IMethodSymbol;
        if (method is null) return;
        CheckNested(method, contracts, reassignable, context);
        foreach (var parameter in method.Parameters) CheckNested(parameter, contracts, reassignable, context);
    }

    private static void CheckNested(ISymbol symbol, ContractModel contracts, ReassignableLock reassignable, SyntaxNodeAnalysisContext context) =>
        Check(new DeclarationContext(symbol, AnnotationReader.Read(symbol), contracts, context.ReportDiagnostic, context.CancellationToken), reassignable);

    private static void Check(DeclarationContext context, ReassignableLock reassignable)
    {
        foreach (var check in s_checks) check(context);
        reassignable.CheckAnnotations(context);
    }
}
