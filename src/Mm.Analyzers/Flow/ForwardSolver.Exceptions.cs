using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace Mm.Analyzers.Flow;

/// <summary>How exceptions leave try regions: into handlers, and through finally blocks.</summary>
internal sealed partial class ForwardSolver<TState>
{
    /// <summary>
    /// Where nothing in a try is seen to throw, its handlers are entered with the state in which it is left: they are read by people, and looked at for them.
    /// </summary>
    private bool EnterUnreachedHandlers()
    {
        if (_left is null || _transfer.Reporting) return false;
        bool any = false;
        foreach (var left in _left)
        {
            foreach (var handler in left.Key.EnclosingRegion!.NestedRegions)
            {
                if (ReferenceEquals(handler, left.Key) || _in[handler.FirstBlockOrdinal - _first] is not null) continue;
                FlowInto(handler.FirstBlockOrdinal, left.Value);
                any = true;
            }
        }
        return any;
    }

    /// <summary>Notes the state in which a branch leaves try regions with handlers, the innermost first, up to those outside of a finally that runs next.</summary>
    private int Leave(BasicBlock from, ControlFlowBranch branch, int next, ControlFlowRegion? within, TState state)
    {
        for (; next < branch.LeavingRegions.Length; next++)
        {
            var region = branch.LeavingRegions[next];
            if (within is not null && (region.FirstBlockOrdinal < within.FirstBlockOrdinal || region.LastBlockOrdinal > within.LastBlockOrdinal)) break;
            if (_transfer.Reporting || region.FirstBlockOrdinal < _first
                || region is not { Kind: ControlFlowRegionKind.Try, EnclosingRegion.Kind: ControlFlowRegionKind.TryAndCatch }) continue;
            _left ??= [];
            _left[region] = _left.TryGetValue(region, out var known) ? _transfer.Join(ThrownPlace + from.Ordinal, known, state) : state;
        }
        return next;
    }

    /// <summary>Whether the region lies in the range of blocks; above a lambda's root region stand the regions of the graph around it.</summary>
    private bool IsOurs(ControlFlowRegion region) => region.Kind != ControlFlowRegionKind.Root && region.FirstBlockOrdinal >= _first && region.LastBlockOrdinal <= _last;

    private bool IsInTry(ControlFlowRegion? region)
    {
        for (; region is not null && IsOurs(region); region = region.EnclosingRegion)
        {
            if (region.Kind == ControlFlowRegionKind.Try) return true;
        }
        return false;
    }

    /// <summary>Leads what may be thrown to those who wait for it; the reporting pass over a finished solution has nobody to tell.</summary>
    private void ThrowWhileSolving(TState state, ControlFlowRegion? region)
    {
        bool reporting = _transfer.Reporting;
        if (reporting && !_onePass) return;
        _transfer.Reporting = false;
        Throw(state, region);
        _transfer.Reporting = reporting;
    }

    /// <summary>An explicit throw.</summary>
    private void ThrowFor(SyntaxNode? at, TState state, ControlFlowRegion? region)
    {
        ThrowWhileSolving(state, region);
        if (_transfer.Reporting && Throw(state, region) is { } left) _transfer.ThrowExit(at, left);
    }

    /// <summary>Leads an exception out of the region; the state in which it leaves the range of blocks, or null if it is caught.</summary>
    private TState? Throw(TState state, ControlFlowRegion? region)
    {
        for (; region is not null && IsOurs(region); region = region.EnclosingRegion)
        {
            if (region.Kind != ControlFlowRegionKind.Try || region.EnclosingRegion is not { } parent) continue;
            if (!_transfer.Reporting && !Accumulate(region, ref state)) return null;
            if (parent.Kind == ControlFlowRegionKind.TryAndCatch)
            {
                bool catchesAll = false;
                foreach (var handler in parent.NestedRegions)
                {
                    if (ReferenceEquals(handler, region)) continue;
                    FlowInto(handler.FirstBlockOrdinal, state);
                    catchesAll |= CatchesAll(handler);
                }
                if (catchesAll) return null;
            }
            else if (FinallyOf(region) is { } handler)
            {
                // The reporting pass runs exceptional finally blocks once, with all that reaches them.
                bool reporting = _transfer.Reporting;
                _transfer.Reporting = false;
                var after = RunFinally(handler, state, exceptional: true);
                _transfer.Reporting = reporting;
                if (after is null) return null;
                state = after;
            }
        }
        return state;
    }

    private bool Accumulate(ControlFlowRegion region, ref TState state)
    {
        if (_thrown.TryGetValue(region, out var known))
        {
            var joined = _transfer.Join(ThrownPlace + region.FirstBlockOrdinal, known, state);
            if (_transfer.Same(known, joined)) return false;
            state = joined;
        }
        _thrown[region] = state;
        return true;
    }

    private static bool CatchesAll(ControlFlowRegion handler) => handler.Kind == ControlFlowRegionKind.Catch
        && (handler.ExceptionType is null or { SpecialType: SpecialType.System_Object }
            || handler.ExceptionType is { Name: "Exception", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } });

    private static ControlFlowRegion? FinallyOf(ControlFlowRegion region)
    {
        if (region.EnclosingRegion is not { Kind: ControlFlowRegionKind.TryAndFinally } parent) return null;
        foreach (var nested in parent.NestedRegions)
        {
            if (nested.Kind == ControlFlowRegionKind.Finally) return nested;
        }
        return null;
    }

    /// <summary>The state after the finally block, or null if it does not end normally.</summary>
    private TState? RunFinally(ControlFlowRegion region, TState state, bool exceptional)
    {
        bool reporting = _transfer.Reporting;
        if (!reporting)
        {
            foreach (var run in _runs)
            {
                if (ReferenceEquals(run.Region, region) && _transfer.Same(run.Entry, state)) return run.Exit;
            }
        }
        bool outer = _transfer.Exceptional;
        _transfer.Exceptional = outer || exceptional;
        _transfer.Reporting = false;
        var solver = new ForwardSolver<TState>(_graph, _transfer, _budget, region);
        bool? done = reporting ? solver.SolveReporting(state) : null;
        bool solved = done ?? solver.Solve(state);
        var exit = solver._finallyExit;
        if (reporting && done is null && solved) solver.Report();
        _transfer.Reporting = reporting;
        _transfer.Exceptional = outer;
        if (!solved) return null;
        if (!reporting && _runs.Count < 64) _runs.Add(new FinallyRun(region, state, exit));
        return exit;
    }

    private readonly record struct FinallyRun(ControlFlowRegion Region, TState Entry, TState? Exit);
}
