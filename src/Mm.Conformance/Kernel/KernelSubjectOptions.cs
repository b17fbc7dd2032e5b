namespace Mm.Conformance.Kernel;

/// <summary>What the kernel side observes, and with which rights it runs.</summary>
public sealed record KernelSubjectOptions
{
    /// <summary>Pages of the window.</summary>
    public int WindowPages { get; init; } = 64;

    /// <summary>smaps is read after every n-th operation, and maps, which is cheaper and has no flags and figures, after the others. 0 is never.</summary>
    public int SmapsEvery { get; init; } = 1;

    /// <summary>Words of each present page that are summed up; 512 is the whole page.</summary>
    public int WordsPerPage { get; init; } = 1;

    /// <summary>Drops the rights that lift memory limits, before the first operation. Frame numbers are hidden from such a process.</summary>
    public bool Unprivileged { get; init; }
}
