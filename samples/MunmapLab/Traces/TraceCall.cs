namespace MunmapLab.Traces;

/// <summary>One recorded system call. A call that other tasks interrupted has two lines, and is complete after the second.</summary>
internal sealed class TraceCall
{
    public TraceCall(int task, string name, int line, long startMicros)
    {
        Task = task;
        Name = name;
        StartLine = line;
        EndLine = line;
        StartMicros = startMicros;
    }

    /// <summary>Thread id of the caller.</summary>
    public int Task { get; }

    public string Name { get; }

    /// <summary>The arguments as strace printed them, one each; those of a call that is not complete may lack the last ones.</summary>
    public IReadOnlyList<string> Arguments { get; set; } = [];

    public int StartLine { get; }

    public int EndLine { get; set; }

    /// <summary>Microseconds since 1970 at which the call was made.</summary>
    public long StartMicros { get; }

    /// <summary>The line of the result has been read.</summary>
    public bool IsComplete { get; set; }

    /// <summary>What the call returned; null for the ones that do not return (exit) or were interrupted (<c>= ?</c>).</summary>
    public long? Result { get; set; }

    /// <summary>Name of the error (<c>ENOENT</c>) where the call failed.</summary>
    public string? Error { get; set; }

    /// <summary>The call did something: it is complete and did not fail.</summary>
    public bool Succeeded => IsComplete && Error is null && Result is not null;

    public override string ToString() => $"{Name}({string.Join(", ", Arguments)})";
}
