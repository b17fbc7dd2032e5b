// MML002: [AcquiredBefore] and [AcquiredAfter] that contradict other declarations of order.
using Microsoft.CodeAnalysis;
using Mm.Analyzers.Contracts;

namespace Mm.Analyzers.Rules.Declarations;

internal static class OrderOfMember
{
    public static void Check(DeclarationContext context)
    {
        if (context.Symbol is not (IFieldSymbol or IPropertySymbol) || context.Symbol.ContainingType is not { } type) return;
        var order = context.Contracts.Order;
        foreach (var annotation in context.Annotations)
        {
            if (annotation.Kind is not (AnnotationKind.AcquiredBefore or AnnotationKind.AcquiredAfter)) continue;
            foreach (var step in order.OfType(type.OriginalDefinition))
            {
                if (step.Declaration.ApplicationSyntaxReference?.Span != annotation.Data.ApplicationSyntaxReference?.Span) continue;
                var cycle = order.Cycle(step);
                if (cycle.IsEmpty || !OrderCycle.IsLast(step, cycle)) continue;
                OrderCycle.Report(AnnotationLocation.Of(annotation, context.Cancellation), cycle, context.Report);
                break;
            }
        }
    }
}
