using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace Mm.Analyzers.Flow;

/// <summary>
/// Forward data flow over a range of blocks of a control-flow graph, to a fixpoint, then one reporting pass.
/// Roslyn's graph has no exception edges, and a branch only names the finally regions that it runs through. So
/// - a finally block is solved on its own for each state that enters it (memoised): normal exits are never mixed with exceptional ones;
/// - the exceptional state of a try region is the join of the states before every operation in it that may throw; it enters the
///   handlers, and the finally blocks on its way out.
/// </summary>
internal sealed partial class ForwardSolver<TState> : IThrowSink<TState>
    where TState : class
{
    private const int ThrownPlace = 1_000_000;
    private const int FinallyExitPlace = 2_000_000;

    private readonly ControlFlowGraph _graph;
    private readonly IFlowTransfer<TState> _transfer;
    private readonly SolverBudget _budget;
    private readonly ControlFlowRegion _range;
    private readonly int _first;
    private readonly int _last;
    private readonly TState?[] _in;
    private readonly bool[] _dirty;
    private readonly Dictionary<ControlFlowRegion, TState> _thrown = [];
    private readonly List<FinallyRun> _runs = [];
    private Dictionary<ControlFlowRegion, TState>? _left;
    private TState? _finallyExit;
    private TState? _blockThrows;
    private List<(TState State, SyntaxNode At)>? _blockEnds;
    private int _blockPlace;
    private bool _listens;
    private bool _onePass;

    public ForwardSolver(ControlFlowGraph graph, IFlowTransfer<TState> transfer, SolverBudget budget)
        : this(graph, transfer, budget, graph.Root)
    {
    }

    private ForwardSolver(ControlFlowGraph graph, IFlowTransfer<TState> transfer, SolverBudget budget, ControlFlowRegion range)
    {
        _graph = graph;
        _transfer = transfer;
        _budget = budget;
        _range = range;
        _first = range.FirstBlockOrdinal;
        _last = range.LastBlockOrdinal;
        _in = new TState?[_last - _first + 1];
        _dirty = new bool[_last - _first + 1];
    }

    /// <summary>Finds the fixpoint; false if the budget ran out, and nothing may be reported.</summary>
    public bool Solve(TState entry)
    {
        _in[0] = entry;
        _dirty[0] = true;
        do
        {
            for (int next = 0; next >= 0; next = FirstDirty())
            {
                if (!_dirty[next]) continue;
                if (!_budget.Step()) return false;
                _dirty[next] = false;
                Process(_graph.Blocks[_first + next], _in[next]!);
            }
        }
        while (EnterUnreachedHandlers());
        return !_budget.Exhausted;
    }

    /// <summary>
    /// Solves and reports in one pass, where every block comes after all that lead to it and no exception is caught: the first state of
    /// a block is its last then. Null if the graph is not so; false if the budget ran out.
    /// </summary>
    public bool? SolveReporting(TState entry)
    {
        if (Catches(_range)) return null;
        for (int i = _first; i <= _last; i++)
        {
            var block = _graph.Blocks[i];
            if (LeadsBack(block, block.FallThroughSuccessor) || LeadsBack(block, block.ConditionalSuccessor)) return null;
        }
        _onePass = true;
        _transfer.Reporting = true;
        bool solved = Solve(entry);
        if (solved) ReportThrown();
        _transfer.Reporting = false;
        return solved;
    }

    private static bool Catches(ControlFlowRegion region)
    {
        if (region.Kind is ControlFlowRegionKind.TryAndCatch) return true;
        foreach (var nested in region.NestedRegions)
        {
            if (Catches(nested)) return true;
        }
        return false;
    }

    private static bool LeadsBack(BasicBlock block, ControlFlowBranch? branch) => branch?.Destination is { } destination
        && destination.Ordinal <= block.Ordinal;

    /// <summary>Leads the transfer once through every reachable block with its final state, reporting.</summary>
    public void Report()
    {
        _transfer.Reporting = true;
        for (int i = 0; i < _in.Length; i++)
        {
            if (_in[i] is { } state) Process(_graph.Blocks[_first + i], state);
        }
        ReportThrown();
        _transfer.Reporting = false;
    }

    /// <summary>Reports on the finally blocks that exceptions pass through, with all that reaches them.</summary>
    private void ReportThrown()
    {
        if (_thrown.Count == 0) return;
        foreach (var region in ThrownRegions())
        {
            if (FinallyOf(region) is { } handler) RunFinally(handler, _thrown[region], exceptional: true);
        }
    }

    /// <summary>In source order, so that reports do not depend on hashing.</summary>
    private List<ControlFlowRegion> ThrownRegions()
    {
        var regions = new List<ControlFlowRegion>(_thrown.Keys);
        regions.Sort(static (a, b) => a.FirstBlockOrdinal.CompareTo(b.FirstBlockOrdinal));
        return regions;
    }

    private int FirstDirty()
    {
        for (int i = 0; i < _dirty.Length; i++)
        {
            if (_dirty[i]) return i;
        }
        return -1;
    }

    bool IThrowSink<TState>.Listens => _listens;

    void IThrowSink<TState>.MayThrow(TState before) =>
        _blockThrows = _blockThrows is null ? before : _transfer.Join(_blockPlace, _blockThrows, before);

    void IThrowSink<TState>.Throws(TState before, SyntaxNode at) => (_blockEnds ??= []).Add((before, at));

    private void Process(BasicBlock block, TState entry)
    {
        _blockThrows = null;
        _blockEnds = null;
        _blockPlace = ThrownPlace + block.Ordinal;
        _listens = (!_transfer.Reporting || _onePass) && IsInTry(block.EnclosingRegion);
        TState? state = _transfer.Enter(block, entry);
        foreach (var operation in block.Operations)
        {
            state = _transfer.Execute(operation, state, this);
            if (state is null) break;
        }
        if (state is not null && block.BranchValue is not null) state = _transfer.ExecuteBranchValue(block, state, this);
        // Both sides of the condition before anything is followed: a finally block on the way out, by a branch or by an exception, has conditions of its own.
        bool branches = block.ConditionKind != ControlFlowConditionKind.None;
        bool whenTrue = block.ConditionKind == ControlFlowConditionKind.WhenTrue;
        var taken = branches && state is not null ? _transfer.Assume(block, state, whenTrue) : null;
        var fallen = branches && state is not null ? _transfer.Assume(block, state, !whenTrue) : null;
        if (_blockThrows is { } thrown) ThrowWhileSolving(thrown, block.EnclosingRegion);
        if (_blockEnds is { } ends)
        {
            foreach (var (before, at) in ends) ThrowFor(at, before, block.EnclosingRegion);
        }
        if (state is null) return;
        if (!branches)
        {
            Follow(block, block.FallThroughSuccessor, state);
            return;
        }
        if (taken is not null) Follow(block, block.ConditionalSuccessor, taken);
        if (fallen is not null) Follow(block, block.FallThroughSuccessor, fallen);
    }

    private void Follow(BasicBlock from, ControlFlowBranch? branch, TState state)
    {
        if (branch is null) return;
        switch (branch.Semantics)
        {
            case ControlFlowBranchSemantics.Regular:
            case ControlFlowBranchSemantics.Return:
                TState? current = state;
                int left = 0;
                foreach (var region in branch.FinallyRegions)
                {
                    left = Leave(from, branch, left, region.EnclosingRegion, current);
                    current = RunFinally(region, current, exceptional: false);
                    if (current is null) return;
                }
                Leave(from, branch, left, null, current);
                if (branch.Destination is not { } destination) return;
                if (destination.Kind == BasicBlockKind.Exit)
                {
                    if (_transfer.Reporting) _transfer.Exit(from, current);
                }
                else
                {
                    FlowInto(destination.Ordinal, current);
                }
                break;
            case ControlFlowBranchSemantics.Throw:
            case ControlFlowBranchSemantics.Rethrow:
                ThrowFor(from.BranchValue?.Syntax, state, from.EnclosingRegion);
                break;
            case ControlFlowBranchSemantics.StructuredExceptionHandling:
                _finallyExit = _finallyExit is null ? state : _transfer.Join(FinallyExitPlace + _last, _finallyExit, state);
                break;
        }
    }

    private void FlowInto(int ordinal, TState state)
    {
        int index = ordinal - _first;
        if ((_transfer.Reporting && !_onePass) || (uint)index >= (uint)_in.Length) return;
        var existing = _in[index];
        if (existing is null)
        {
            _in[index] = state;
            _dirty[index] = true;
            return;
        }
        var joined = _transfer.Join(ordinal, existing, state);
        if (_transfer.Same(existing, joined)) return;
        _in[index] = joined;
        _dirty[index] = true;
    }
}
