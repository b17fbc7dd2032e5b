using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Mm.Analyzers.Flow;

/// <summary>
/// The flow captures of a graph that stand for a place, not for a value: some reference to them is assigned to, incremented or passed by
/// reference. What they capture is not read there; the access comes later, at the reference.
/// </summary>
internal sealed class LValueCaptures
{
    private readonly HashSet<CaptureId> _places = [];
    private readonly Dictionary<CaptureId, IOperation> _captured = [];
    private readonly Dictionary<CaptureId, int> _counts = [];

    public LValueCaptures(ControlFlowGraph graph)
    {
        foreach (var block in graph.Blocks)
        {
            foreach (var operation in block.Operations) Visit(operation);
            if (block.BranchValue is { } value) Visit(value);
        }
    }

    public bool IsPlace(CaptureId id) => _places.Contains(id);

    /// <summary>What was captured; the first of several.</summary>
    public IOperation? Captured(CaptureId id) => _captured.TryGetValue(id, out var value) ? value : null;

    public int Assignments(CaptureId id) => _counts.TryGetValue(id, out int count) ? count : 0;

    private void Visit(IOperation operation)
    {
        switch (operation)
        {
            case IFlowCaptureOperation capture:
                if (!_captured.ContainsKey(capture.Id)) _captured.Add(capture.Id, capture.Value);
                _counts[capture.Id] = Assignments(capture.Id) + 1;
                break;
            case IAssignmentOperation { Target: IFlowCaptureReferenceOperation target }:
                _places.Add(target.Id);
                break;
            case IIncrementOrDecrementOperation { Target: IFlowCaptureReferenceOperation target }:
                _places.Add(target.Id);
                break;
            case IArgumentOperation { Parameter.RefKind: not RefKind.None, Value: IFlowCaptureReferenceOperation passed }:
                _places.Add(passed.Id);
                break;
        }
        foreach (var child in operation.ChildOperations) Visit(child);
    }
}
