namespace Mm.Conformance.Sequences;

/// <summary>
/// Writes random sequences, weighted to boundaries. The same seed and number give the same sequence on every machine. Each sequence uses a part of the
/// operations only, and a part of the window, so that operations meet.
/// </summary>
public sealed class SequenceGenerator
{
    private readonly int _seed;
    private readonly Features _features;
    private readonly AddressPlan _plan;

    /// <summary>Creates a generator.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="features">What may be used.</param>
    /// <param name="plan">Where.</param>
    public SequenceGenerator(int seed, Features features, AddressPlan plan)
    {
        _seed = seed;
        _features = features;
        _plan = plan;
    }

    /// <summary>Sequence <paramref name="number"/> of this seed.</summary>
    /// <param name="number">From 0.</param>
    /// <param name="length">Operations.</param>
    public IReadOnlyList<Operation> Sequence(int number, int length)
    {
        SplitMix random = new((ulong)(uint)_seed << 32 | (uint)number);
        SequenceState state = new(random, _plan, Some(random));
        IReadOnlyList<OperationMaker> makers = OperationMakers.For(state.Features);
        int[] weights = [.. makers.Select(m => m.IsCore || random.Chance(80) ? m.Weight : 0)];
        List<Operation> operations = new(length);
        while (operations.Count < length)
        {
            Operation operation = Pick(makers, weights, state).Make(state);
            operation = operation with { Process = state.PickProcess() };
            if (Hazard.Threatens(operation, _plan))
                continue;
            state.Note(operation);
            operations.Add(operation);
        }
        return operations;
    }

    /// <summary>A part of the features: operations that are together in few sequences meet more often in those.</summary>
    private Features Some(SplitMix random)
    {
        Features some = Features.Basic;
        foreach (Features feature in Enum.GetValues<Features>())
        {
            if (feature is not (Features.None or Features.All or Features.Basic) && random.Chance(60))
                some |= feature & _features;
        }
        return some;
    }

    private static OperationMaker Pick(IReadOnlyList<OperationMaker> makers, int[] weights, SequenceState state)
    {
        int at = state.Random.Below(weights.Sum());
        for (int i = 0; ; i++)
        {
            if (at < weights[i])
                return makers[i];
            at -= weights[i];
        }
    }
}
