using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Flow;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.LockSets;

/// <summary>
/// Carries one operation out on one state: computes what it denotes, checks accesses and calls, and applies their effects. Split by concern:
/// Values (what an expression denotes), Members, Access, Calls, Effects, Guards, Conditions, Isolation, Uses, Nested, Exits.
/// </summary>
internal sealed partial class Interpreter
{
    private readonly BodyUnit _unit;
    private readonly BodyContext _context;
    private readonly ContractModel _contracts;
    private readonly ValueTable _values;
    private readonly FindingLog _log;
    private readonly INestedBodies _nested;

    private LockState _state = LockState.Empty;
    private IThrowSink<StateSet>? _throws;
    private LockState? _thrown;
    private bool _dead;

    public Interpreter(BodyUnit unit, INestedBodies nested)
    {
        _unit = unit;
        _context = unit.Context;
        _contracts = _context.Contracts;
        _values = _context.Values;
        _log = _context.Log;
        _nested = nested;
    }

    /// <summary>True while the finished solution is reported on.</summary>
    public bool Reporting { get; set; }

    public bool Exceptional { get; set; }

    /// <summary>The state after a statement, or null if it does not return.</summary>
    public LockState? Execute(IOperation operation, LockState state, IThrowSink<StateSet> throws)
    {
        Begin(state, throws);
        EndLockStatements(operation.Syntax);
        BreakAt(operation.Syntax);
        _executing = operation.Syntax;
        Statement(operation);
        return _dead ? null : _state;
    }

    /// <summary>The value that the last block branched on.</summary>
    public SymbolicValue? Branch { get; private set; }

    /// <summary>Computes the value that a block branches on, or returns: that one is kept while finally blocks run.</summary>
    public LockState? ExecuteValue(IOperation operation, bool returns, LockState state, IThrowSink<StateSet> throws)
    {
        Begin(state, throws);
        EndLockStatements(operation.Syntax);
        BreakAt(operation.Syntax);
        _executing = operation.Syntax;
        bool byReference = returns && _unit.Method is { } method && (method.ReturnsByRef || method.ReturnsByRefReadonly);
        var value = Evaluate(operation, byReference ? Use.RefRead : Use.Read);
        if (returns) Returned(operation, value);
        if (_dead) return null;
        if (returns) Assign(_context.Slots.Returned, value);
        Branch = value;
        return _state;
    }

    /// <summary>The state on one side of a condition, or null if that side cannot be taken.</summary>
    public LockState? AssumeBranch(LockState state, SymbolicValue condition, SyntaxNode? at, bool outcome)
    {
        _state = state;
        _assumedAt = at;
        return Assume(condition, outcome) ? _state : null;
    }

    private void Begin(LockState state, IThrowSink<StateSet> throws)
    {
        _state = state;
        _throws = throws;
        _thrown = null;
        _dead = false;
    }

    private void MayThrow()
    {
        // Most operations of a statement change nothing: the state has been handed over already.
        if (_throws is not { Listens: true } || ReferenceEquals(_thrown, _state)) return;
        _thrown = _state;
        _throws.MayThrow(StateSet.Of(_state));
    }

    private void Statement(IOperation operation)
    {
        if (operation is IExpressionStatementOperation statement)
        {
            var value = Evaluate(statement.Operation, Use.None);
            Dropped(statement.Operation, value);
            return;
        }
        Evaluate(operation, Use.Read);
    }

    private void Add(Finding finding)
    {
        if (Reporting && !_state.Broken) _log.Add(Exceptional ? finding with { Exceptional = true } : finding);
    }

    private void Met(SyntaxNode node, FindingKind kind, Hold? by)
    {
        if (Reporting && !_state.Broken) _log.Satisfied(node, kind, by);
    }
}

/// <summary>What is done with the thing that an operation names.</summary>
internal enum Use : byte
{
    /// <summary>Its value is not looked at.</summary>
    None,
    Read,
    Write,
    ReadWrite,

    /// <summary>Something is read through it: a field of it, an element, a call.</summary>
    ThroughRead,

    /// <summary>Something is changed through it.</summary>
    ThroughWrite,

    /// <summary>Its address is taken to be read through.</summary>
    RefRead,

    /// <summary>Its address is taken to be written through.</summary>
    RefWrite,

    /// <summary>It is written by an operation of System.Threading.Interlocked.</summary>
    Interlocked,

    /// <summary>It is read by Volatile.Read or Interlocked.Read.</summary>
    VolatileRead,
}

internal static class Uses
{
    public static bool IsWrite(this Use use) => use is Use.Write or Use.ReadWrite or Use.ThroughWrite or Use.RefWrite or Use.Interlocked;

    public static bool IsThrough(this Use use) => use is Use.ThroughRead or Use.ThroughWrite;

    /// <summary>What a use of a member is for the struct that holds it.</summary>
    public static Use OfContainingStruct(this Use use) => use switch
    {
        Use.Write or Use.ReadWrite or Use.ThroughWrite or Use.RefWrite or Use.Interlocked => Use.ThroughWrite,
        Use.None => Use.None,
        _ => Use.ThroughRead,
    };
}

/// <summary>Lambdas and local functions are analysed after the body around them, with the states that reach them.</summary>
internal interface INestedBodies
{
    void Lambda(IFlowAnonymousFunctionOperation lambda, BodyUnit outer, LockState state, LambdaUse use);

    void LocalFunctionCall(IMethodSymbol function, LockState state);

    /// <summary>The function becomes a delegate: nothing is known of its callers.</summary>
    void LocalFunctionEscapes(IMethodSymbol function);

    bool IsChecked(IMethodSymbol function);

    /// <summary>The locals and parameters that calling the function may assign.</summary>
    IReadOnlyCollection<ISymbol> AssignedBy(IMethodSymbol function);

    void AcquiredTogether(SymbolicValue held, SymbolicValue acquired, SyntaxNode heldAt, SyntaxNode acquiredAt);

    /// <summary>A blocking acquisition.</summary>
    void Acquired(SymbolicValue @lock, SyntaxNode at);

    /// <summary>The body touches guarded state or calls a contract.</summary>
    void Touches();

    /// <summary>An access or call under the locks held; feeds the advice rules.</summary>
    void Observed(ISymbol member, SyntaxNode node, LockState state, SymbolicValue? receiver, bool isWrite);
}

/// <param name="Inline">It runs during the call that it is passed to.</param>
/// <param name="Contract">The contract of its own attributes or of the delegate type that it is converted to; null for none.</param>
internal readonly record struct LambdaUse(bool Inline, MemberContract? Contract);
