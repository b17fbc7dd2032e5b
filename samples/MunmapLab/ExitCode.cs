namespace MunmapLab;

/// <summary>What the program's exit code says; the numbers are part of its interface.</summary>
internal static class ExitCode
{
    /// <summary>Done, and every check that the command makes passed.</summary>
    public const int Done = 0;

    /// <summary>A check failed: the replay found a difference.</summary>
    public const int CheckFailed = 1;

    /// <summary>No answer: a bound was reached, or the user stopped the run, before there was one.</summary>
    public const int Inconclusive = 2;

    /// <summary>The command line cannot be understood or carried out.</summary>
    public const int Usage = 64;

    /// <summary>An input file cannot be used.</summary>
    public const int BadInput = 65;

    /// <summary>A fault of the program itself.</summary>
    public const int Internal = 70;
}
