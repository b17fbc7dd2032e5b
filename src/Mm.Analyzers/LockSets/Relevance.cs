using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Mm.Analyzers.Contracts;

namespace Mm.Analyzers.LockSets;

/// <summary>
/// Whether a body touches locks at all: a contract, a guarded member, a built-in lock. Bodies that do not never get a control-flow graph. Every operation of
/// a compilation is looked at here, so what a member is to the analysis is decided once, and operations are told apart by their kind alone.
/// </summary>
internal sealed class Relevance(ContractModel contracts, Func<ISymbol, bool> isOfInterest)
{
    // Original definitions have one symbol object each; were there a second, its answer would be the same.
    private readonly ConcurrentDictionary<ISymbol, Role> _roles = new(SameObject.Instance);

    /// <summary>Looks once at every operation of a body; at less of each if it is known already that the body touches locks.</summary>
    public BodyScan Scan(IOperation block, bool isRelevant)
    {
        var scan = new BodyScan { IsRelevant = isRelevant };
        Visit(block, scan);
        return scan;
    }

    private void Visit(IOperation operation, BodyScan scan)
    {
        if (scan.IsRelevant)
        {
            VisitRelevant(operation, scan);
            return;
        }
        switch (operation.Kind)
        {
            case OperationKind.Invocation:
                var role = Use(operation, ((IInvocationOperation)operation).TargetMethod, scan);
                if ((role & Role.TakesLock) != 0) scan.IsOdd(operation);
                if ((role & Role.OfSource) != 0) scan.Calls(((IInvocationOperation)operation).TargetMethod, ((IInvocationOperation)operation).Instance);
                break;
            case OperationKind.FieldReference:
                Use(operation, ((IFieldReferenceOperation)operation).Field, scan);
                break;
            case OperationKind.PropertyReference:
                var property = ((IPropertyReferenceOperation)operation).Property;
                if ((Use(operation, property, scan) & Role.OfSource) != 0)
                {
                    scan.Calls(property.GetMethod, ((IPropertyReferenceOperation)operation).Instance);
                    scan.Calls(property.SetMethod, ((IPropertyReferenceOperation)operation).Instance);
                }
                break;
            case OperationKind.ObjectCreation when ((IObjectCreationOperation)operation).Constructor is { } constructor:
                var creation = RoleOf(constructor);
                if ((creation & Role.Touches) != 0) scan.IsRelevant = true;
                if ((creation & Role.OfSource) != 0) scan.Calls(constructor, null);
                break;
            case OperationKind.MethodReference:
                scan.IsRelevant |= (RoleOf(((IMethodReferenceOperation)operation).Method) & Role.Touches) != 0;
                break;
            case OperationKind.Lock:
                scan.IsRelevant = true;
                scan.IsOdd(operation);
                break;
            case OperationKind.DelegateCreation:
                if (contracts.HasAnnotations || ((IDelegateCreationOperation)operation).Target is IMethodReferenceOperation) scan.IsOdd(operation);
                break;
            case OperationKind.AddressOf:
                scan.IsOdd(operation);
                break;
            case var kind when contracts.HasAnnotations:
                scan.IsRelevant = Touches(operation, kind);
                break;
        }
        bool runsLater = operation.Kind == OperationKind.AnonymousFunction;
        if (runsLater) scan.Lambdas++;
        foreach (var child in operation.ChildOperations) Visit(child, scan);
        if (runsLater) scan.Lambdas--;
    }

    /// <summary>What the body calls and uses, its analysis will see: only what the rules look at one by one is left to be found.</summary>
    private void VisitRelevant(IOperation operation, BodyScan scan)
    {
        switch (operation.Kind)
        {
            case OperationKind.Invocation:
                if (MayTakeLock(((IInvocationOperation)operation).TargetMethod)) scan.IsOdd(operation);
                break;
            case OperationKind.Lock or OperationKind.AddressOf:
                scan.IsOdd(operation);
                break;
            case OperationKind.DelegateCreation:
                if (contracts.HasAnnotations || ((IDelegateCreationOperation)operation).Target is IMethodReferenceOperation) scan.IsOdd(operation);
                break;
        }
        foreach (var child in operation.ChildOperations) VisitRelevant(child, scan);
    }

    private static bool MayTakeLock(ISymbol member) => member is IMethodSymbol { Name: "Enter" or "TryEnter" };

    private Role Use(IOperation operation, ISymbol member, BodyScan scan)
    {
        var definition = member.OriginalDefinition;
        var role = RoleOf(definition);
        if ((role & Role.Touches) != 0) scan.IsRelevant = true;
        else if ((role & Role.OfInterest) != 0) scan.IsUse(definition, operation.Syntax);
        return role;
    }

    private Role RoleOf(ISymbol member)
    {
        var definition = member.OriginalDefinition;
        return _roles.TryGetValue(definition, out var known) ? known : _roles.GetOrAdd(definition, FindRole);
    }

    private Role FindRole(ISymbol member)
    {
        var role = isOfInterest(member) ? Role.OfInterest : Role.None;
        bool touches = member switch
        {
            IMethodSymbol method => Matters(method) || contracts.HeldTest(method) is not null,
            IFieldSymbol field => !contracts.GuardsOf(field).IsEmpty,
            IPropertySymbol property => !contracts.GuardsOf(property).IsEmpty || contracts.HeldTest(property) is not null
                || Matters(property.GetMethod) || Matters(property.SetMethod),
            _ => false,
        };
        if (touches) role |= Role.Touches;
        if (MayTakeLock(member)) role |= Role.TakesLock;
        if (SymbolEqualityComparer.Default.Equals(member.ContainingAssembly, contracts.Compilation.Assembly)) role |= Role.OfSource;
        return role;
    }

    /// <summary>Operations that can touch locks only where something is annotated.</summary>
    private bool Touches(IOperation operation, OperationKind kind)
    {
        switch (kind)
        {
            case OperationKind.EventReference:
                var @event = ((IEventReferenceOperation)operation).Event;
                return !contracts.GuardsOf(@event).IsEmpty || Matters(@event.AddMethod);
            case OperationKind.AnonymousFunction:
                return contracts.ContractOf(((IAnonymousFunctionOperation)operation).Symbol).HasLockContract;
            case OperationKind.LocalFunction:
                return !contracts.ContractOf(((ILocalFunctionOperation)operation).Symbol).IsNone;
            case OperationKind.DeconstructionAssignment:
                return Matters(Deconstructions.MethodOf((IDeconstructionAssignmentOperation)operation, operation.SemanticModel));
            case OperationKind.RecursivePattern:
                return Matters(((IRecursivePatternOperation)operation).DeconstructSymbol as IMethodSymbol);
            case OperationKind.Loop:
                return Matters(Deconstructions.MethodOf((ILoopOperation)operation, operation.SemanticModel));
            case OperationKind.Conversion:
                return Matters(((IConversionOperation)operation).OperatorMethod);
            case OperationKind.Binary:
                return Matters(((IBinaryOperation)operation).OperatorMethod);
            case OperationKind.Unary:
                return Matters(((IUnaryOperation)operation).OperatorMethod);
            case OperationKind.Increment or OperationKind.Decrement:
                return Matters(((IIncrementOrDecrementOperation)operation).OperatorMethod);
            case OperationKind.CompoundAssignment:
                return Matters(((ICompoundAssignmentOperation)operation).OperatorMethod);
            default:
                return false;
        }
    }

    /// <summary>A mutator of a collection, or a delegate that runs inline, matters only beside something that does.</summary>
    private bool Matters(IMethodSymbol? method)
    {
        if (method is null || contracts.ContractOf(method) is not { IsNone: false } contract) return false;
        if (contract.HasLockContract || contract.IsolatesReceiver) return true;
        if (!ReferenceEquals(contract.Return, ReturnFacts.None)) return true;
        foreach (var parameter in contract.Parameters)
        {
            if (parameter.KeepsIsolation || parameter.ValidUnder.Length > 0 || parameter.GuardHolds.Length > 0) return true;
        }
        return false;
    }

    /// <summary>What a member is to the analysis.</summary>
    [Flags]
    private enum Role : byte
    {
        None = 0,

        /// <summary>Its uses touch locks.</summary>
        Touches = 1,

        /// <summary>The rules about a whole type or program count its uses.</summary>
        OfInterest = 2,

        /// <summary>Its calls may take a lock in a way that no lock is made for.</summary>
        TakesLock = 4,

        /// <summary>It has, or may have, a body in this compilation, which calls of it lead to.</summary>
        OfSource = 8,
    }
}

/// <summary>What one look at a body shows.</summary>
internal sealed class BodyScan
{
    public bool IsRelevant { get; set; }

    /// <summary>Uses of members of interest; complete only if the body is not relevant.</summary>
    public List<(ISymbol Member, SyntaxNode Node)>? Uses { get; private set; }

    /// <summary>Operations that rules look at one by one: what is locked, and what becomes a delegate.</summary>
    public List<IOperation>? Odd { get; private set; }

    /// <summary>The methods of the compilation that the body calls itself, not in a lambda that runs at another time; complete only if it is not relevant.</summary>
    public List<(IMethodSymbol Method, bool ThroughBase)>? Called { get; private set; }

    /// <summary>The number of lambdas around what is looked at.</summary>
    public int Lambdas { get; set; }

    public void IsOdd(IOperation operation) => (Odd ??= []).Add(operation);

    public void IsUse(ISymbol member, SyntaxNode node) => (Uses ??= []).Add((member, node));

    public void Calls(IMethodSymbol? method, IOperation? instance)
    {
        if (method is not null && Lambdas == 0) (Called ??= []).Add((method, instance?.Syntax is BaseExpressionSyntax));
    }
}
