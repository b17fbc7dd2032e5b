using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Mm.Analyzers.Flow;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.LockSets;

internal sealed partial class Interpreter
{
    private bool _insideBroken;

    /// <summary>
    /// An operation that does not compile may turn out to be anything: an acquisition, a release, the test of a result. Its parts are carried
    /// out for the variables that they declare; nothing is reported of them, nor of what follows on the path.
    /// </summary>
    private SymbolicValue Broken(IInvalidOperation invalid)
    {
        if (!_context.IsBroken(_unit.Graph)) return Children(invalid, Use.Read);
        Break();
        bool outer = _insideBroken;
        _insideBroken = true;
        var value = Children(invalid, Use.Read);
        _insideBroken = outer;
        return value;
    }

    /// <summary>A step of the graph stands where the compiler reports an error.</summary>
    private void BreakAt(SyntaxNode step)
    {
        if (_context.Errors is { } errors && !_state.Broken && errors.Touch(step, _unit.Graph.OriginalOperation.Syntax)) Break();
    }

    private void Break()
    {
        if (!_state.Broken) _state = _state with { Broken = true };
        MayThrow();
    }

    /// <summary>What runs under this body's locks does not compile somewhere, so that it may change them.</summary>
    private void BreakIfBroken(ISymbol function)
    {
        if (_context.Errors is { } errors && errors.AreIn(function)) Break();
    }

    /// <summary>For the rules about the whole program. A use of which it is not known what is held counts as one without a lock: that advises nothing.</summary>
    private void Observe(ISymbol member, SyntaxNode node, SymbolicValue? receiver, bool isWrite) =>
        _nested.Observed(member, node, _state.Broken ? _state with { Holds = SmallMap<SymbolicValue, HoldStack>.Empty } : _state, receiver, isWrite);

    /// <summary>Whether the body ends without the value that it has to return: the statement is still to be written.</summary>
    private bool LacksResult() => _unit.Method is { ReturnsVoid: false, MethodKind: not (MethodKind.Constructor or MethodKind.StaticConstructor) } method
        && _state.Env[_context.Slots.Returned] is null
        && !(method.IsAsync && method.ReturnType is INamedTypeSymbol { IsGenericType: false })
        && !Iterators.IsIterator(method);
}
