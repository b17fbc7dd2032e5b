using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Mm.Analyzers.Contracts;

namespace Mm.Analyzers.LockSets;

/// <summary>
/// Whether a body touches locks at all: a contract, a guarded member, a built-in lock. Bodies that do not never get a control-flow graph.
/// </summary>
internal static class Relevance
{
    public static bool IsRelevant(IOperation operation, ContractModel contracts)
    {
        if (Touches(operation, contracts)) return true;
        foreach (var child in operation.ChildOperations)
        {
            if (IsRelevant(child, contracts)) return true;
        }
        return false;
    }

    /// <summary>Half-typed code: what its calls would do cannot be told, and nothing is said of it.</summary>
    public static bool IsBroken(IOperation operation)
    {
        if (operation.Kind == OperationKind.Invalid) return true;
        foreach (var child in operation.ChildOperations)
        {
            if (IsBroken(child)) return true;
        }
        return false;
    }

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
