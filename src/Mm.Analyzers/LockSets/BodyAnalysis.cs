using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Contracts.BuiltIn;
using Mm.Analyzers.Flow;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.LockSets;

/// <summary>
/// Analyses one outermost body: its graph first, then the lambdas and local functions in it, each with what reaches it. Local functions
/// without a contract start with what all their direct calls hold, so they are solved to a fixpoint of their entries before they report.
/// </summary>
internal sealed class BodyAnalysis : INestedBodies
{
    private const int MaxRounds = 4;
    private const int CallPlace = 4_000_000;

    private readonly BodyContext _context;
    private readonly Dictionary<IMethodSymbol, LocalFunction> _functions = new(SymbolEqualityComparer.Default);
    private readonly Queue<(BodyUnit Unit, StateSet Entry)> _lambdas = new();
    private readonly HashSet<IFlowAnonymousFunctionOperation> _seenLambdas = [];
    private readonly IBodyObserver _observer;
    private bool _discovering;
    private bool _ofBody;

    private BodyAnalysis(BodyContext context, IBodyObserver observer)
    {
        _context = context;
        _observer = observer;
    }

    private sealed class LocalFunction(IMethodSymbol symbol, ControlFlowGraph around, BodyUnit outer)
    {
        public IMethodSymbol Symbol => symbol;

        public ControlFlowGraph Around => around;

        public BodyUnit Outer => outer;

        public StateSet? Entry { get; set; }

        public StateSet? Solved { get; set; }

        public bool Escapes { get; set; }

        public List<ISymbol>? Assigned { get; set; }
    }

    /// <summary>Everything found in the body; null if it was too hard, and nothing is said of it.</summary>
    public static IReadOnlyList<Finding>? Run(BodyContext context, ControlFlowGraph graph, ISymbol owner, IBodyObserver observer)
    {
        var method = owner as IMethodSymbol;
        bool builtIn = IsOfBuiltInLock(owner);
        var contract = method is null || builtIn ? MemberContract.None : context.Contracts.ContractOf(method);
        if (contract.NoLockAnalysis || IsInTypeWithoutAnalysis(context.Contracts, owner)) return [];
        var analysis = new BodyAnalysis(context, observer);
        var unit = new BodyUnit(context, graph, method, owner, contract) { IsBuiltIn = builtIn };
        if (!analysis.Analyse(unit, StateSet.Of(LockState.Empty), report: true) || !analysis.Finish()) return null;
        observer.Done();
        return context.Log.Found;
    }

    private static bool IsOfBuiltInLock(ISymbol owner)
    {
        for (var type = owner.ContainingType; type is not null; type = type.ContainingType)
        {
            if (BuiltInLocks.Find(type) is not null) return true;
        }
        return false;
    }

    private static bool IsInTypeWithoutAnalysis(ContractModel contracts, ISymbol owner)
    {
        for (var type = owner.ContainingType; type is not null; type = type.ContainingType)
        {
            if (contracts.IsAnalysisOff(type)) return true;
        }
        return false;
    }

    private bool Analyse(BodyUnit unit, StateSet start, bool report)
    {
        foreach (var function in unit.Graph.LocalFunctions)
        {
            if (!_functions.ContainsKey(function)) _functions.Add(function, new LocalFunction(function, unit.Graph, unit));
        }
        _ofBody = IsPartOfBody(unit);
        var interpreter = new Interpreter(unit, this);
        var transfer = new LockTransfer(unit, interpreter);
        var entries = new List<LockState>();
        for (int i = 0; i < start.Count; i++)
        {
            var (state, contract) = EntryState.Of(unit, start[i]);
            interpreter.Entry = contract;
            entries.Add(state);
        }
        var solver = new ForwardSolver<StateSet>(unit.Graph, transfer, _context.Budget);
        if (report && solver.SolveReporting(StateSet.Of(entries)!) is { } done)
        {
            if (done) interpreter.FinishExits();
            return done;
        }
        if (!solver.Solve(StateSet.Of(entries)!)) return false;
        if (!report && unit.Graph.LocalFunctions.IsEmpty && _functions.Count == 0) return true;
        _discovering = !report;
        int before = _context.Log.Found.Count;
        solver.Report();
        if (report) interpreter.FinishExits();
        else _context.Log.Truncate(before);
        _discovering = false;
        return true;
    }

    /// <summary>Whether the unit runs when the body does: not a lambda that may run later, nor a local function that only becomes a delegate.</summary>
    private bool IsPartOfBody(BodyUnit unit)
    {
        for (var current = unit; current.Outer is not null; current = current.Outer)
        {
            if (current.Method is { MethodKind: MethodKind.AnonymousFunction } && !current.RunsInline) return false;
            if (current.Method is { MethodKind: MethodKind.LocalFunction } local && _functions.TryGetValue(local, out var known) && known.Entry is null) return false;
        }
        return true;
    }

    private bool Finish()
    {
        while (true)
        {
            while (_lambdas.Count > 0)
            {
                var (unit, entry) = _lambdas.Dequeue();
                if (!Analyse(unit, entry, report: true)) return false;
            }
            if (!SolveFunctions()) return false;
            if (_lambdas.Count == 0) return true;
        }
    }

    private readonly HashSet<IMethodSymbol> _reported = new(SymbolEqualityComparer.Default);

    private bool SolveFunctions()
    {
        for (int round = 0; round < MaxRounds; round++)
        {
            bool changed = false;
            foreach (var function in new List<LocalFunction>(_functions.Values))
            {
                if (_reported.Contains(function.Symbol) || function.Entry is not { } entry || function.Escapes) continue;
                if (function.Solved is { } solved && solved.Same(entry)) continue;
                function.Solved = entry;
                changed = true;
                if (UnitOf(function) is { } unit && !Analyse(unit, StartOf(function, unit), report: false)) return false;
            }
            if (!changed) break;
        }
        foreach (var function in new List<LocalFunction>(_functions.Values))
        {
            if (!_reported.Add(function.Symbol) || UnitOf(function) is not { } unit) continue;
            if (unit.Contract.NoLockAnalysis) continue;
            if (!Analyse(unit, StartOf(function, unit), report: true)) return false;
        }
        return true;
    }

    private BodyUnit? UnitOf(LocalFunction function)
    {
        var graph = function.Around.GetLocalFunctionControlFlowGraph(function.Symbol, _context.Cancellation);
        return new BodyUnit(_context, graph, function.Symbol, function.Symbol, _context.Contracts.ContractOf(function.Symbol)) { Outer = function.Outer };
    }

    /// <summary>With a contract, or when it becomes a delegate, only what is known of variables is taken over, not what is held.</summary>
    private StateSet StartOf(LocalFunction function, BodyUnit unit)
    {
        // What does not compile may be its call.
        if (function.Entry is null && !function.Escapes && !unit.Contract.HasLockContract && _context.IsBroken(function.Around))
        {
            return StateSet.Of(LockState.Empty with { Broken = true });
        }
        if (function.Entry is { } entry && !function.Escapes && !unit.Contract.HasLockContract)
        {
            var states = new List<LockState>(entry.Count);
            for (int i = 0; i < entry.Count; i++) states.Add(AsCallee(entry[i]));
            return StateSet.Of(states)!;
        }
        return StateSet.Of(LockState.Empty);
    }

    /// <summary>The caller's locks and guards are the caller's to release.</summary>
    private static LockState AsCallee(LockState state)
    {
        var holds = state.Holds;
        for (int i = 0; i < state.Holds.Count; i++)
        {
            var stack = state.Holds.ValueAt(i)
                .Select(static level => level.IsMaybe ? null : level with { May = level.Mode, Origin = HoldOrigin.Entry, Guard = null, Statement = null });
            holds = stack is null ? holds.Remove(state.Holds.KeyAt(i)) : holds.Set(state.Holds.KeyAt(i), stack);
        }
        return state with
        {
            Holds = holds,
            Guards = SmallMap<SymbolicValue, GuardToken>.Empty,
            Pending = SmallMap<SymbolicValue, PendingList>.Empty,
            Lapsed = SmallMap<SymbolicValue, Lapse>.Empty,
        };
    }

    void INestedBodies.Lambda(IFlowAnonymousFunctionOperation lambda, BodyUnit outer, LockState state, LambdaUse use)
    {
        if (_discovering || !_seenLambdas.Add(lambda)) return;
        var graph = outer.Graph.GetAnonymousFunctionControlFlowGraph(lambda, _context.Cancellation);
        var contract = use.Contract ?? MemberContract.None;
        if (contract.NoLockAnalysis) return;
        bool inline = use.Inline && !contract.HasLockContract;
        var start = inline ? AsCallee(state) : WithoutLocks(state);
        _lambdas.Enqueue((new BodyUnit(_context, graph, lambda.Symbol, lambda.Symbol, contract) { Outer = outer, RunsInline = inline }, StateSet.Of(start)));
    }

    /// <summary>Later, on another thread, nothing is held, nothing is isolated, and only values that cannot change are what they were.</summary>
    private static LockState WithoutLocks(LockState state)
    {
        var env = state.Env;
        for (int i = 0; i < state.Env.Count; i++)
        {
            if (!state.Env.ValueAt(i).IsStable || state.Env.ValueAt(i).Kind is ValueKind.Test or ValueKind.Reference or ValueKind.View) env = env
                .Remove(state.Env.KeyAt(i));
        }
        return new LockState { Env = env, Equal = state.Equal };
    }

    void INestedBodies.LocalFunctionCall(IMethodSymbol function, LockState state)
    {
        if (!_functions.TryGetValue(function, out var known)) return;
        var entry = StateSet.Of(state with { Env = WithoutCaptures(state.Env) });
        known.Entry = known.Entry is null ? entry
            : StateSet.Of(StateJoin.Join(_context.Values, CallPlace + _functions.Count, known.Entry[0], entry[0]));
    }

    private static SmallMap<Slot, SymbolicValue> WithoutCaptures(SmallMap<Slot, SymbolicValue> env)
    {
        var result = env;
        for (int i = 0; i < env.Count; i++)
        {
            if (env.KeyAt(i).Symbol is null) result = result.Remove(env.KeyAt(i));
        }
        return result;
    }

    void INestedBodies.LocalFunctionEscapes(IMethodSymbol function)
    {
        if (_functions.TryGetValue(function, out var known)) known.Escapes = true;
    }

    bool INestedBodies.IsChecked(IMethodSymbol function) => _functions.ContainsKey(function);

    IReadOnlyCollection<ISymbol> INestedBodies.AssignedBy(IMethodSymbol function)
    {
        if (!_functions.TryGetValue(function, out var known)) return [];
        if (known.Assigned is { } assigned) return assigned;
        known.Assigned = [];
        foreach (var operation in known.Around.OriginalOperation.Descendants())
        {
            if (operation is ILocalFunctionOperation { Body: { } body } local && SymbolEqualityComparer.Default.Equals(local.Symbol, function))
            {
                var all = new List<ISymbol>();
                NestedWrites.Assigned(body, all);
                foreach (var symbol in all)
                {
                    if (!SymbolEqualityComparer.Default.Equals(symbol.ContainingSymbol, function)) known.Assigned.Add(symbol);
                }
            }
        }
        return known.Assigned;
    }

    void INestedBodies.AcquiredTogether(SymbolicValue held, SymbolicValue acquired, SyntaxNode heldAt, SyntaxNode acquiredAt)
    {
        if (!_discovering) _observer.AcquiredTogether(held, acquired, heldAt, acquiredAt);
    }

    void INestedBodies.Acquired(SymbolicValue @lock, SyntaxNode at)
    {
        if (!_discovering) _observer.Acquired(@lock, at, _ofBody);
    }

    void INestedBodies.Touches()
    {
        if (!_discovering) _observer.Touches();
    }

    void INestedBodies.Observed(ISymbol member, SyntaxNode node, LockState state, SymbolicValue? receiver, bool isWrite)
    {
        if (!_discovering) _observer.Observed(member, node, state, receiver, isWrite, _ofBody);
    }
}

/// <summary>Takes what the rules about the whole compilation need from every body.</summary>
internal interface IBodyObserver
{
    void AcquiredTogether(SymbolicValue held, SymbolicValue acquired, SyntaxNode heldAt, SyntaxNode acquiredAt);

    /// <summary>A blocking acquisition; by the body itself, or by a lambda in it that may run at any time.</summary>
    void Acquired(SymbolicValue @lock, SyntaxNode at, bool ofBody);

    /// <summary>The body touches guarded state or calls a contract.</summary>
    void Touches();

    void Observed(ISymbol member, SyntaxNode node, LockState state, SymbolicValue? receiver, bool isWrite, bool ofBody);

    /// <summary>The body has been analysed to its end.</summary>
    void Done();
}
