using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Mm.Analyzers.Contracts;

namespace Mm.Analyzers.LockSets;

/// <summary>
/// Whether a body touches locks at all: a contract, a guarded member, a built-in lock. Bodies that do not never get a control-flow graph.
/// </summary>
internal static class Relevance
{
    /// <summary>Looks once at every operation of a body.</summary>
    public static BodyScan Scan(IOperation block, ContractModel contracts, Func<ISymbol, bool> isOfInterest)
    {
        var scan = new BodyScan();
        Visit(block, contracts, isOfInterest, scan);
        return scan;
    }

    private static void Visit(IOperation operation, ContractModel contracts, Func<ISymbol, bool> isOfInterest, BodyScan scan)
    {
        if (operation.Kind == OperationKind.Invalid) scan.IsBroken = true;
        if (!scan.IsRelevant)
        {
            if (Touches(operation, contracts)) scan.IsRelevant = true;
            else if (UsedBy(operation) is { } used && isOfInterest(used)) scan.Uses.Add((used, operation.Syntax));
        }
        foreach (var child in operation.ChildOperations) Visit(child, contracts, isOfInterest, scan);
    }

    private static ISymbol? UsedBy(IOperation operation) => operation switch
    {
        IFieldReferenceOperation field => field.Field.OriginalDefinition,
        IPropertyReferenceOperation property => property.Property.OriginalDefinition,
        IInvocationOperation call => call.TargetMethod.OriginalDefinition,
        _ => null,
    };

    private static bool Touches(IOperation operation, ContractModel contracts)
    {
        switch (operation)
        {
            case ILockOperation:
                return true;
            case IInvocationOperation call:
                return Matters(contracts.ContractOf(call.TargetMethod)) || contracts.HeldTest(call.TargetMethod) is not null;
            case IDeconstructionAssignmentOperation deconstruction:
                return Deconstructions.MethodOf(deconstruction, deconstruction.SemanticModel) is { } deconstruct && Matters(contracts.ContractOf(deconstruct));
            case IObjectCreationOperation { Constructor: { } constructor }:
                return Matters(contracts.ContractOf(constructor));
            case IFieldReferenceOperation field:
                return !contracts.GuardsOf(field.Field).IsEmpty;
            case IPropertyReferenceOperation property:
                return !contracts.GuardsOf(property.Property).IsEmpty || contracts.HeldTest(property.Property) is not null
                    || (property.Property.GetMethod is { } getter && Matters(contracts.ContractOf(getter)))
                    || (property.Property.SetMethod is { } setter && Matters(contracts.ContractOf(setter)));
            case IEventReferenceOperation @event:
                return !contracts.GuardsOf(@event.Event).IsEmpty || (@event.Event.AddMethod is { } add && Matters(contracts.ContractOf(add)));
            case IMethodReferenceOperation method:
                return Matters(contracts.ContractOf(method.Method));
            case IAnonymousFunctionOperation lambda:
                return contracts.ContractOf(lambda.Symbol).HasLockContract;
            case ILocalFunctionOperation local:
                return !contracts.ContractOf(local.Symbol).IsNone;
            case IBinaryOperation { OperatorMethod: { } method }:
                return Matters(contracts.ContractOf(method));
            case IUnaryOperation { OperatorMethod: { } method }:
                return Matters(contracts.ContractOf(method));
            case IConversionOperation { OperatorMethod: { } method }:
                return Matters(contracts.ContractOf(method));
            case IIncrementOrDecrementOperation { OperatorMethod: { } method }:
                return Matters(contracts.ContractOf(method));
            case ICompoundAssignmentOperation { OperatorMethod: { } method }:
                return Matters(contracts.ContractOf(method));
            default:
                return false;
        }
    }

    /// <summary>A mutator of a collection, or a delegate that runs inline, matters only beside something that does.</summary>
    private static bool Matters(MemberContract contract)
    {
        if (contract.IsNone) return false;
        if (contract.HasLockContract || contract.IsolatesReceiver) return true;
        if (!ReferenceEquals(contract.Return, ReturnFacts.None)) return true;
        foreach (var parameter in contract.Parameters)
        {
            if (parameter.KeepsIsolation || parameter.ValidUnder.Length > 0 || parameter.GuardHolds.Length > 0) return true;
        }
        return false;
    }
}

/// <summary>What one look at a body shows.</summary>
internal sealed class BodyScan
{
    public bool IsRelevant { get; set; }

    /// <summary>Half-typed code: what its calls would do cannot be told, and nothing is said of it.</summary>
    public bool IsBroken { get; set; }

    /// <summary>Uses of members of interest; complete only if the body is not relevant.</summary>
    public List<(ISymbol Member, SyntaxNode Node)> Uses { get; } = [];
}
