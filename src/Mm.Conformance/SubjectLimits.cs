namespace Mm.Conformance;

/// <summary>The resource limits of a fresh process, equal on both sides. Numbers are those of setrlimit.</summary>
public static class SubjectLimits
{
    /// <summary>RLIMIT_DATA.</summary>
    public const ulong Data = 2;

    /// <summary>RLIMIT_STACK.</summary>
    public const ulong Stack = 3;

    /// <summary>RLIMIT_MEMLOCK.</summary>
    public const ulong Memlock = 8;

    /// <summary>RLIMIT_AS.</summary>
    public const ulong AddressSpace = 9;

    /// <summary>Each limit with the value of a fresh process, in bytes.</summary>
    public static IReadOnlyList<(ulong Limit, ulong Value)> Initial { get; } =
    [
        (Data, ulong.MaxValue), (Stack, 8 << 20), (Memlock, 8 << 20), (AddressSpace, ulong.MaxValue),
    ];
}
