namespace Mm.Analyzers.Flow;

/// <summary>Bounds the work on one body, nested finally blocks included: a body that is too hard is given up, never half reported.</summary>
internal sealed class SolverBudget(int steps)
{
    private int _left = steps;

    public bool Exhausted => _left <= 0;

    public bool Step() => --_left > 0;
}
