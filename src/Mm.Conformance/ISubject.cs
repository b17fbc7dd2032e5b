using Mm.Conformance.Observations;
using Mm.Conformance.Sequences;

namespace Mm.Conformance;

/// <summary>One of the two sides of a comparison: it executes operations and shows what can be observed after each.</summary>
public interface ISubject : IDisposable
{
    /// <summary>Forgets everything: one process with an empty window, an empty heap and fresh files.</summary>
    void Reset();

    /// <summary>Executes operations in order and observes after each.</summary>
    /// <param name="operations">The operations.</param>
    /// <returns>A step for each operation.</returns>
    IReadOnlyList<Step> Execute(IReadOnlyList<Operation> operations);
}
