namespace Mm.Conformance.Sequences;

/// <summary>Makes the advice of a madvise call: those that can be compared. Not among them are the ones whose effect depends on memory pressure or huge pages.</summary>
internal static class AdviceMakers
{
    /// <summary>
    /// MADV_FREE of a page that a relative has locked leaves a trace that only the kernel's page lists know, so it is left out where both may happen.
    /// </summary>
    public static ulong Any(SequenceState s) => s.Random.Below(100) switch
    {
        < 30 => s.Random.Of(0UL, 1, 2),
        < 55 => s.Random.Of(10UL, 11, 16, 17, 18, 19),
        < 65 => s.Has(Features.Lock | Features.Fork) ? 4UL : 8,
        < 72 => 9,
        < 86 => s.Random.Of(22UL, 23),
        < 92 => 24,
        < 94 => 3,
        < 97 => 15,
        _ => s.Random.Of(5UL, 7, 26, 99, 101, 104, 20),
    };
}
