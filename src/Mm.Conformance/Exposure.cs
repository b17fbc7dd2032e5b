using System.Text;
using Mm.Conformance.Observations;
using Mm.Conformance.Sequences;

namespace Mm.Conformance;

/// <summary>How much a run has seen: a result that no operation ever had was not compared, and the report shows it.</summary>
public sealed class Exposure
{
    private readonly Dictionary<(OperationKind, string), long> _results = [];

    /// <summary>Operations compared.</summary>
    public long Operations { get; private set; }

    /// <summary>VMAs compared, counted after each operation.</summary>
    public long Vmas { get; private set; }

    /// <summary>Present pages compared, counted after each operation.</summary>
    public long Pages { get; private set; }

    /// <summary>Different pairs of operation and result.</summary>
    public int Results => _results.Count;

    /// <summary>How often an operation had a result; the results are <c>ok</c>, errors and signals.</summary>
    /// <param name="kind">The operation.</param>
    /// <param name="result">The result.</param>
    public long CountOf(OperationKind kind, string result) => _results.GetValueOrDefault((kind, result));

    /// <summary>A table: a line for each operation, its results with their numbers.</summary>
    public string Format()
    {
        StringBuilder text = new();
        foreach (IGrouping<OperationKind, KeyValuePair<(OperationKind Kind, string Result), long>> kind in _results.GroupBy(r => r.Key.Item1).OrderBy(g => g.Key))
        {
            IEnumerable<string> parts = kind.OrderByDescending(r => r.Value).Select(r => $"{r.Key.Result} {r.Value}");
            text.Append($"{kind.Key.ToString().ToLowerInvariant(),-10} ").AppendJoin(", ", parts).Append('\n');
        }
        return text.ToString();
    }

    internal void Count(in Operation operation, Step step, AddressPlan plan)
    {
        Operations++;
        foreach (ProcessView process in step.Processes)
        {
            Vmas += process.Vmas.Count;
            foreach (ulong entry in process.Pages)
                Pages += (long)(entry >> 63);
        }
        string result = step.Outcome.Signal == 0 && step.Outcome.Value >= 0 ? "ok" : step.Outcome.Format(plan);
        (OperationKind, string) key = (operation.Kind, result);
        _results[key] = _results.GetValueOrDefault(key) + 1;
    }
}
