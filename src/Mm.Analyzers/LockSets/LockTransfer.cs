using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Mm.Analyzers.Flow;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.LockSets;

/// <summary>Leads the interpreter over the state of every group of paths, and puts what it finds on each together.</summary>
internal sealed class LockTransfer : IFlowTransfer<StateSet>
{
    private const int CompactPlace = 3_000_000;

    private readonly BodyUnit _unit;
    private readonly Interpreter _interpreter;
    private readonly SyntaxNode _body;

    // The values that the last block branched on, one for each state.
    private readonly List<SymbolicValue> _conditions = [];

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

    public StateSet Enter(BasicBlock block, StateSet state) => state.Compact(_unit.Context.Values, _unit.Tracked, CompactPlace + block.Ordinal);

    public StateSet? Execute(IOperation operation, StateSet states, IThrowSink<StateSet> throws) =>
        Run(states, new Step(StepKind.Statement, operation, null, throws));

    public StateSet? ExecuteBranchValue(BasicBlock block, StateSet states, IThrowSink<StateSet> throws)
    {
        bool returns = block.ConditionKind == ControlFlowConditionKind.None && block.FallThroughSuccessor?.Semantics == ControlFlowBranchSemantics.Return;
        _conditions.Clear();
        return Run(states, new Step(returns ? StepKind.ReturnValue : StepKind.BranchValue, block.BranchValue, null, throws));
    }

    public StateSet? Assume(BasicBlock block, StateSet states, bool outcome)
    {
        if (states.Count == 1)
        {
            var only = _interpreter.AssumeBranch(states[0], _conditions[0], block.BranchValue?.Syntax, outcome);
            return only is null ? null : ReferenceEquals(only, states[0]) ? states : StateSet.Of(only);
        }
        var result = new List<LockState>(states.Count);
        for (int i = 0; i < states.Count; i++)
        {
            if (_interpreter.AssumeBranch(states[i], _conditions[i], block.BranchValue?.Syntax, outcome) is { } state) result.Add(state);
        }
        return StateSet.Of(result);
    }

    public void Exit(BasicBlock from, StateSet states)
    {
        bool returns = from.FallThroughSuccessor?.Semantics == ControlFlowBranchSemantics.Return;
        var exit = returns ? Interpreter.ExitNode(from.BranchValue, _body) : ExitPlaces.Of(from, _body);
        Run(states, new Step(StepKind.Exit, returns ? from.BranchValue : null, exit, null));
    }

    public void ThrowExit(SyntaxNode? at, StateSet states) => Run(states, new Step(StepKind.ThrowExit, null, at ?? _body, null));

    private StateSet? Run(StateSet states, in Step step)
    {
        var log = _unit.Context.Log;
        log.Begin(states.Count, Reporting);
        StateSet? result;
        if (states.Count == 1)
        {
            log.Next(0);
            var after = Take(step, states[0]);
            result = after is null ? null : ReferenceEquals(after, states[0]) ? states : StateSet.Of(after);
        }
        else
        {
            var all = new List<LockState>(states.Count);
            for (int i = 0; i < states.Count; i++)
            {
                log.Next(i);
                if (Take(step, states[i]) is { } after) all.Add(after);
            }
            result = StateSet.Of(all);
        }
        log.End();
        return result;
    }

    private LockState? Take(in Step step, LockState state)
    {
        switch (step.Kind)
        {
            case StepKind.Statement:
                return _interpreter.Execute(step.Operation!, state, step.Throws!);
            case StepKind.ReturnValue:
                return _interpreter.ExecuteValue(step.Operation!, returns: true, state, step.Throws!);
            case StepKind.BranchValue:
                var after = _interpreter.ExecuteValue(step.Operation!, returns: false, state, step.Throws!);
                if (after is not null) _conditions.Add(_interpreter.Branch!);
                return after;
            case StepKind.Exit:
                _interpreter.Exit(state, step.At!, step.Operation);
                return state;
            default:
                _interpreter.ThrowExit(state, step.At!);
                return state;
        }
    }

    private enum StepKind : byte
    {
        Statement,
        ReturnValue,
        BranchValue,
        Exit,
        ThrowExit,
    }

    /// <summary>What is carried out on each state.</summary>
    private readonly struct Step(StepKind kind, IOperation? operation, SyntaxNode? at, IThrowSink<StateSet>? throws)
    {
        public StepKind Kind => kind;

        public IOperation? Operation => operation;

        public SyntaxNode? At => at;

        public IThrowSink<StateSet>? Throws => throws;
    }
}
