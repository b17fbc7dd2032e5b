namespace Mm.Conformance.Sequences;

/// <summary>Makes random operations of one kind.</summary>
/// <param name="Weight">How often, beside the others.</param>
/// <param name="IsCore">Part of every sequence; the others are left out of some.</param>
/// <param name="Needs">The feature it belongs to.</param>
/// <param name="Make">Makes one.</param>
internal sealed record OperationMaker(int Weight, bool IsCore, Features Needs, Func<SequenceState, Operation> Make);
