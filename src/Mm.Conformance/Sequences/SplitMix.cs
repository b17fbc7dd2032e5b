namespace Mm.Conformance.Sequences;

/// <summary>A small random number generator whose numbers are the same on every runtime, so that a seed names a sequence for good.</summary>
internal sealed class SplitMix(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        _state += 0x9e37_79b9_7f4a_7c15;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xbf58_476d_1ce4_e5b9;
        z = (z ^ (z >> 27)) * 0x94d0_49bb_1331_11eb;
        return z ^ (z >> 31);
    }

    /// <summary>From 0 up to, not including, the bound.</summary>
    public int Below(int bound) => (int)(Next() % (uint)bound);

    /// <summary>True in so many of a hundred cases.</summary>
    public bool Chance(int percent) => Below(100) < percent;

    /// <summary>One of the values.</summary>
    public ulong Of(params ReadOnlySpan<ulong> values) => values[Below(values.Length)];
}
