// MML001 and MML002 of [assembly: LockOrder]: entries that name no lock, an order of nothing, and cycles.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Mm.Analyzers.Contracts;

namespace Mm.Analyzers.Rules.Declarations;

internal static class OrderOfAssembly
{
    public static void Check(AttributeData data, AttributeSyntax syntax, ContractModel contracts, Action<Diagnostic> report)
    {
        if (Annotations.KindOf(data) != AnnotationKind.LockOrder) return;
        var values = DeclaredOrder.Values(data);
        // One type alone says that its locks nest only through [Nested] members.
        if (values.IsEmpty) Report(report, syntax.GetLocation(), ContradictoryAnnotation.Descriptor, "[LockOrder] names no lock");
        for (int i = 0; i < values.Length; i++) CheckEntry(data, values[i], Place(syntax, i, values.Length), contracts, report);
        foreach (var step in contracts.Order.OfAssembly(contracts.Compilation.Assembly))
        {
            if (step.Declaration != data) continue;
            var cycle = contracts.Order.Cycle(step);
            if (cycle.IsEmpty || !OrderCycle.IsLast(step, cycle)) continue;
            OrderCycle.Report(syntax.GetLocation(), cycle, report);
            return;
        }
    }

    private static void CheckEntry(AttributeData data, TypedConstant value, Location place, ContractModel contracts, Action<Diagnostic> report)
    {
        if (value.Kind == TypedConstantKind.Error || value.Value is ITypeSymbol { TypeKind: TypeKind.Error }) return;
        switch (contracts.Order.Entry(value.Value, contracts.Compilation.Assembly, data.ApplicationSyntaxReference))
        {
            case null:
                Report(report, place, UnresolvedPath.Descriptor, $"The entry {Text(value)} of [LockOrder] names neither a lock type nor a member \"Type.Member\" that holds a lock");
                break;
            case INamedTypeSymbol type when !contracts.IsLock(type):
                Report(report, place, ContradictoryAnnotation.Descriptor, $"'{SymbolText.Of(type)}' in [LockOrder] is no lock type; order locks on plain objects by the members that hold them");
                break;
            case IFieldSymbol { Type: { } type } when !CanBeLock(contracts, type):
            case IPropertySymbol { Type: { } propertyType } when !CanBeLock(contracts, propertyType):
                Report(report, place, ContradictoryAnnotation.Descriptor, $"{Text(value)} in [LockOrder] is no lock");
                break;
        }
    }

    private static bool CanBeLock(ContractModel contracts, ITypeSymbol type) =>
        !type.IsValueType || type.TypeKind == TypeKind.Error || contracts.IsLock(type) || contracts.IsGuard(type);

    private static string Text(TypedConstant value) => value.Value is string text ? $"\"{text}\"" : $"'{value.Value}'";

    private static Location Place(AttributeSyntax syntax, int index, int count)
    {
        var arguments = syntax.ArgumentList?.Arguments ?? default;
        return arguments.Count == count ? arguments[index].GetLocation() : syntax.GetLocation();
    }

    private static void Report(Action<Diagnostic> report, Location place, DiagnosticDescriptor rule, string message) =>
        report(Diagnostic.Create(rule, place, message));
}
