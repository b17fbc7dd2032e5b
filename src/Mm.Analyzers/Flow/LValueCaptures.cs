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
    private readonly Dictionary<CaptureId, (IOperation First, int Count)> _captured = [];

    public LValueCaptures(ControlFlowGraph graph)
    {
        if (!HasCaptures(graph)) return;
        foreach (var block in graph.Blocks)
        {
            foreach (var operation in block.Operations) Visit(operation);
            if (block.BranchValue is { } value) Visit(value);
        }
    }

    /// <summary>Captures are made by statements of their own: nearly all bodies have none.</summary>
    private static bool HasCaptures(ControlFlowGraph graph)
    {
        foreach (var block in graph.Blocks)
        {
            foreach (var operation in block.Operations)
            {
                if (operation.Kind == OperationKind.FlowCapture) return true;
            }
        }
        return false;
    }

    public bool IsPlace(CaptureId id) => _places.Contains(id);

    /// <summary>What was captured; the first of several.</summary>
    public IOperation? Captured(CaptureId id) => _captured.TryGetValue(id, out var known) ? known.First : null;

    public int Assignments(CaptureId id) => _captured.TryGetValue(id, out var known) ? known.Count : 0;

    private void Visit(IOperation operation)
    {
        switch (operation)
        {
            case IFlowCaptureOperation capture:
                _captured[capture.Id] = (Captured(capture.Id) ?? capture.Value, Assignments(capture.Id) + 1);
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
