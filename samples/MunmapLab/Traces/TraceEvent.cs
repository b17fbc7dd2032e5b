namespace MunmapLab.Traces;

internal enum TraceEventKind
{
    /// <summary>A call began and other tasks did something before it returned.</summary>
    Begin,

    /// <summary>A call returned, or began and returned with nothing between.</summary>
    End,

    /// <summary>The task is gone.</summary>
    TaskEnded,

    /// <summary>A signal was delivered.</summary>
    Signal,
}

/// <summary>One line of an strace recording.</summary>
/// <param name="Kind">What the line says.</param>
/// <param name="Task">The thread id that it is about.</param>
/// <param name="Line">The line's number, counted from 1.</param>
/// <param name="Call">The call of a begin or an end; the same object in both.</param>
internal readonly record struct TraceEvent(TraceEventKind Kind, int Task, int Line, TraceCall? Call);
