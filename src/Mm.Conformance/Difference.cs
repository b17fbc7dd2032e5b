using Mm.Conformance.Scripts;
using Mm.Conformance.Sequences;

namespace Mm.Conformance;

/// <summary>A sequence after whose last operation the two sides differ.</summary>
/// <param name="Operations">The sequence, ending with the operation that shows the difference.</param>
/// <param name="Description">What differs.</param>
/// <param name="Results">The kernel's result of each operation, as text.</param>
public sealed record Difference(IReadOnlyList<Operation> Operations, string Description, IReadOnlyList<string> Results)
{
    /// <summary>The sequence as a script that can be saved and run again.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="plan">What addresses are relative to.</param>
    public string ToScript(string name, AddressPlan plan) =>
        $"== {name}\n# {Description.Replace("\n", "\n# ", StringComparison.Ordinal)}\n{Script.Format(Operations, Results, plan)}";
}
