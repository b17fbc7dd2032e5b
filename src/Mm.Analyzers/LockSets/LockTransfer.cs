using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Mm.Analyzers.Flow;

namespace Mm.Analyzers.LockSets;

/// <summary>Leads the interpreter over the state of every group of paths, and puts what it finds on each together.</summary>
internal sealed class LockTransfer : IFlowTransfer<StateSet>
{
    private const int CompactPlace = 3_000_000;

    private readonly BodyUnit _unit;
    private readonly Interpreter _interpreter;
    private readonly SyntaxNode _body;

    public LockTransfer(BodyUnit unit, Interpreter interpreter)
    {
        _unit = unit;
        _interpreter = interpreter;
        _body = unit.Graph.OriginalOperation.Syntax;
    }

    public bool Reporting
    {
        get => _interpreter.Reporting;
        set => _interpreter.Reporting = value;
    }

    public bool Exceptional
    {
        get => _interpreter.Exceptional;
        set => _interpreter.Exceptional = value;
    }

    public StateSet Join(int place, StateSet existing, StateSet incoming) =>
        StateSet.Join(_unit.Context.Values, _unit.Tracked, place, existing, incoming);

    public bool Same(StateSet left, StateSet right) => left.Same(right);

    public StateSet Enter(BasicBlock block, StateSet state) => state.Compact(_unit.Context.Values, CompactPlace + block.Ordinal);

    public StateSet? Execute(IOperation operation, StateSet states, IThrowSink<StateSet> throws) =>
        Run(states, state => _interpreter.Execute(operation, state, throws));

    public StateSet? ExecuteBranchValue(BasicBlock block, StateSet states, IThrowSink<StateSet> throws)
    {
        var slots = _unit.Context.Slots;
        bool returns = block.ConditionKind == ControlFlowConditionKind.None && block.FallThroughSuccessor?.Semantics == ControlFlowBranchSemantics.Return;
        var slot = returns ? slots.Returned : slots.Branch;
        return Run(states, state => _interpreter.ExecuteValue(block.BranchValue!, slot, state, throws));
    }

    public StateSet? Assume(BasicBlock block, StateSet states, bool outcome)
    {
        var result = new List<LockState>(states.Count);
        for (int i = 0; i < states.Count; i++)
        {
            if (_interpreter.AssumeBranch(states[i], outcome) is { } state) result.Add(state);
        }
        return StateSet.Of(result);
    }

    public void Exit(BasicBlock from, StateSet states)
    {
        bool returns = from.FallThroughSuccessor?.Semantics == ControlFlowBranchSemantics.Return;
        var exit = returns ? Interpreter.ExitNode(from.BranchValue, _body) : ExitPlaces.Of(from, _body);
        Run(states, state =>
        {
            _interpreter.Exit(state, exit, returns ? from.BranchValue : null);
            return state;
        });
    }

    public void ThrowExit(SyntaxNode? at, StateSet states) => Run(states, state =>
    {
        _interpreter.ThrowExit(state, at ?? _body);
        return state;
    });

    private StateSet? Run(StateSet states, Func<LockState, LockState?> step)
    {
        var log = _unit.Context.Log;
        log.Begin(states.Count, Reporting);
        StateSet? result;
        if (states.Count == 1)
        {
            log.Next(0);
            var after = step(states[0]);
            result = after is null ? null : ReferenceEquals(after, states[0]) ? states : StateSet.Of(after);
        }
        else
        {
            var all = new List<LockState>(states.Count);
            for (int i = 0; i < states.Count; i++)
            {
                log.Next(i);
                if (step(states[i]) is { } after) all.Add(after);
            }
            result = StateSet.Of(all);
        }
        log.End();
        return result;
    }
}
