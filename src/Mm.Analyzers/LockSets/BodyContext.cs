using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Flow;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.LockSets;

/// <summary>What one outermost body and everything nested in it share.</summary>
internal sealed class BodyContext(ContractModel contracts, bool ownerInference, CompileErrors? errors, CancellationToken cancellation)
{
    public ContractModel Contracts => contracts;

    /// <summary>Whether the one held lock of an owner's type may be taken for the owner's.</summary>
    public bool OwnerInference => ownerInference;

    public CancellationToken Cancellation => cancellation;

    public ValueTable Values { get; } = new();

    public SlotTable Slots { get; } = new();

    public FindingLog Log { get; } = new();

    public SolverBudget Budget { get; } = new(20_000);

    /// <summary>Where the body does not compile; null if it does, or has not been asked.</summary>
    public CompileErrors? Errors => errors;

    private bool? _hasInvalid;

    /// <summary>
    /// Whether any part of the body does not compile. (A control-flow graph may have invalid operations where the code has none, see
    /// <see cref="Hold.Statement"/>.)
    /// </summary>
    public bool IsBroken(ControlFlowGraph graph) => errors is not null || (_hasInvalid ??= HasInvalid(graph));

    private static bool HasInvalid(ControlFlowGraph graph)
    {
        IOperation root = graph.OriginalOperation;
        while (root.Parent is { } parent) root = parent;
        foreach (var operation in root.Descendants())
        {
            if (operation.Kind == OperationKind.Invalid) return true;
        }
        return false;
    }
}

/// <summary>One graph: a method's, a lambda's, a local function's.</summary>
internal sealed class BodyUnit
{
    public BodyUnit(BodyContext context, ControlFlowGraph graph, IMethodSymbol? method, ISymbol owner, MemberContract contract)
    {
        Context = context;
        Graph = graph;
        Method = method;
        Owner = owner;
        Contract = contract;
        Captures = new LValueCaptures(graph);
        Tracked = new TrackedConditions(graph, Captures, context.Slots, context.Values, context.Contracts, contract);
    }

    public BodyContext Context { get; }

    public ControlFlowGraph Graph { get; }

    /// <summary>Null for a field's or property's initializer.</summary>
    public IMethodSymbol? Method { get; }

    /// <summary>The method, or the field that is initialised.</summary>
    public ISymbol Owner { get; }

    public MemberContract Contract { get; }

    public LValueCaptures Captures { get; }

    public TrackedConditions Tracked { get; }

    /// <summary>The unit around a lambda or local function.</summary>
    public BodyUnit? Outer { get; init; }

    /// <summary>Runs during a call, under the caller's locks, which it must keep.</summary>
    public bool RunsInline { get; init; }

    /// <summary>The type in whose code the body stands.</summary>
    public INamedTypeSymbol? ContainingType => Owner.ContainingType;

    /// <summary>
    /// A member of one of .NET's own locks, in a compilation that declares it (a corlib): the contract that is known of it is for its callers, and what it does to itself or
    /// to the object that it is asked to lock is how it keeps that.
    /// </summary>
    public bool IsBuiltIn { get => field || Outer is { IsBuiltIn: true }; init; }

    /// <summary>A member of a lock or guard type implements contracts about the object itself, which are trusted.</summary>
    public bool ImplementsLock => ContainingType is { } type && (Context.Contracts.IsLock(type) || Context.Contracts.IsGuard(type));
}
