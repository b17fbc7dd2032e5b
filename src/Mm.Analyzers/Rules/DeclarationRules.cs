// The rules about declarations (MML001 to MML005, MML401 to MML403) hook in here: symbol actions, and per body the annotations that symbol
// actions do not see (local functions, lambdas and their parameters). Add a rule's check to s_checks.
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Mm.Analyzers.Contracts;

namespace Mm.Analyzers.Rules;

internal static class DeclarationRules
{
    private static readonly ImmutableArray<Action<SymbolAnalysisContext, ContractModel>> s_checks = [];

    /// <summary>Registers the symbol actions of the declaration rules; called once a compilation.</summary>
    public static void Register(CompilationStartAnalysisContext context, ContractModel contracts) => context.RegisterSymbolAction(
        symbol =>
        {
            foreach (var check in s_checks) check(symbol, contracts);
        },
        SymbolKind.NamedType, SymbolKind.Method, SymbolKind.Property, SymbolKind.Field, SymbolKind.Event, SymbolKind.Parameter);
}
