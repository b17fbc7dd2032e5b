// What a check of a declaration is given: the symbol with its annotations, the contracts of the compilation, and where to report. The same checks run
// from symbol actions and, for local functions and lambdas, which have none, from syntax actions.
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Mm.Analyzers.Contracts;

namespace Mm.Analyzers.Rules.Declarations;

internal sealed class DeclarationContext(
    ISymbol symbol, ImmutableArray<RawAnnotation> annotations, ContractModel contracts, Action<Diagnostic> report, CancellationToken cancellation)
{
    /// <summary>The declared member, type or parameter.</summary>
    public ISymbol Symbol => symbol;

    /// <summary>The annotations on the symbol and its return value.</summary>
    public ImmutableArray<RawAnnotation> Annotations => annotations;

    public ContractModel Contracts => contracts;

    public CancellationToken Cancellation => cancellation;

    public void Report(Diagnostic diagnostic) => report(diagnostic);

    public void Report(DiagnosticDescriptor rule, Location? location, params object?[] arguments)
    {
        if (location is not null) report(Diagnostic.Create(rule, location, arguments));
    }

    /// <summary>Reports at the argument of the annotation, or at the member's name where it has none.</summary>
    public void ReportAt(DiagnosticDescriptor rule, RawAnnotation annotation, params object?[] arguments) =>
        Report(rule, AnnotationLocation.Of(annotation, cancellation), arguments);
}
