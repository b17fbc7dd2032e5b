namespace MunmapLab.Traces;

/// <summary>A recording that cannot be used: torn, damaged, or not a recording at all. The program ends with exit code 65.</summary>
internal sealed class TraceFormatException : Exception
{
    /// <param name="file">The recording, as the user named it.</param>
    /// <param name="line">The line, counted from 1, at which the recording stops making sense.</param>
    /// <param name="reason">What is wrong there, without a closing full stop.</param>
    public TraceFormatException(string file, int line, string reason)
        : base($"{file}:{line}: {reason}")
    {
        File = file;
        Line = line;
        Reason = reason;
    }

    public string File { get; }

    public int Line { get; }

    public string Reason { get; }
}
