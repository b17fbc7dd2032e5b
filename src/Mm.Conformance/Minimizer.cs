using Mm.Conformance.Sequences;

namespace Mm.Conformance;

/// <summary>Finds a short sequence that still shows a difference: by leaving out operations (delta debugging), then by making arguments simpler.</summary>
public sealed class Minimizer
{
    private readonly Func<IReadOnlyList<Operation>, Difference?> _run;
    private int _budget;

    /// <summary>Creates a minimiser.</summary>
    /// <param name="run">Runs a sequence on both sides.</param>
    /// <param name="budget">How many sequences may be run.</param>
    public Minimizer(Func<IReadOnlyList<Operation>, Difference?> run, int budget = 3000)
    {
        _run = run;
        _budget = budget;
    }

    /// <summary>A difference with as few and as simple operations as were found.</summary>
    /// <param name="difference">The difference to begin with.</param>
    public Difference Minimize(Difference difference)
    {
        ArgumentNullException.ThrowIfNull(difference);
        Difference best = difference;
        for (int before = int.MaxValue; best.Operations.Count < before && _budget > 0;)
        {
            before = best.Operations.Count;
            best = LeaveOut(best);
            best = Simplify(best);
        }
        return best;
    }

    private Difference LeaveOut(Difference best)
    {
        for (int size = Math.Max(1, best.Operations.Count / 2); size >= 1; size /= 2)
        {
            for (int at = best.Operations.Count - size; at >= 0; at -= size)
            {
                at = Math.Min(at, best.Operations.Count - size);
                if (at < 0)
                    break;
                if (Try([.. best.Operations.Take(at), .. best.Operations.Skip(at + size)]) is { } shorter)
                    best = shorter;
            }
        }
        return best;
    }

    private Difference Simplify(Difference best)
    {
        for (int i = 0; i < best.Operations.Count; i++)
        {
            while (SimplifyAt(best, i) is { } simpler)
                best = simpler;
        }
        return best;
    }

    private Difference? SimplifyAt(Difference best, int i)
    {
        if (i >= best.Operations.Count)
            return null;
        foreach (Operation simpler in OperationSimplifier.Simpler(best.Operations[i]))
        {
            if (simpler != best.Operations[i] && Try([.. best.Operations.Take(i), simpler, .. best.Operations.Skip(i + 1)]) is { } found)
                return found;
        }
        return null;
    }

    /// <summary>The difference that a candidate shows, cut where it shows; null if there is none or the budget is spent.</summary>
    private Difference? Try(IReadOnlyList<Operation> candidate) => candidate.Count > 0 && _budget-- > 0 ? _run(candidate) : null;
}
