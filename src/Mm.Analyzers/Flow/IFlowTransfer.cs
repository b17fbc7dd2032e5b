using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace Mm.Analyzers.Flow;

/// <summary>Takes the state before each operation that may throw, or throws for certain.</summary>
internal interface IThrowSink<TState>
{
    /// <summary>Whether anybody waits for states that may throw: without a handler or a finally block around they need not be made.</summary>
    bool Listens { get; }

    void MayThrow(TState before);

    /// <summary>A call that never returns: an explicit throw at that place.</summary>
    void Throws(TState before, SyntaxNode at);
}

/// <summary>What an analysis does at the points that the solver leads it through. The solver knows nothing of what a state means.</summary>
internal interface IFlowTransfer<TState>
    where TState : class
{
    /// <summary>True in the one pass over the finished solution; false while the fixpoint is sought.</summary>
    bool Reporting { get; set; }

    /// <summary>True while a finally block is run for an exception that passes through it.</summary>
    bool Exceptional { get; set; }

    /// <summary>The state where two paths meet. The place tells apart the meeting points: joined values are named after it.</summary>
    TState Join(int place, TState existing, TState incoming);

    bool Same(TState left, TState right);

    /// <summary>Called once whenever a block is processed, before its operations.</summary>
    TState Enter(BasicBlock block, TState state);

    /// <summary>The state after a statement, or null if it does not return.</summary>
    TState? Execute(IOperation operation, TState state, IThrowSink<TState> throws);

    /// <summary>The state after the value that a block branches on, returns or throws was computed; null if it does not return.</summary>
    TState? ExecuteBranchValue(BasicBlock block, TState state, IThrowSink<TState> throws);

    /// <summary>The state on one side of a conditional branch, or null if that side cannot be taken; asked right after the value was computed.</summary>
    TState? Assume(BasicBlock block, TState state, bool outcome);

    /// <summary>A normal exit, after all finally blocks on the way.</summary>
    void Exit(BasicBlock from, TState state);

    /// <summary>An explicit throw leaves the body, after all finally blocks on the way; null for the place of a rethrow.</summary>
    void ThrowExit(SyntaxNode? at, TState state);
}
