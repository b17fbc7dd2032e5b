using System.Globalization;

namespace MunmapLab.Traces;

/// <summary>
/// Reads the recordings that <c>strace -f -ttt -T -y</c> writes, line by line, and joins the two lines of a call that was
/// interrupted by the lines of other tasks. A recording that stops before all its tasks have ended is torn.
/// </summary>
internal sealed class StraceReader
{
    private const string Unfinished = " <unfinished ...>";
    private const string NotRecording = "not a line of an strace recording (TID SECONDS.MICROS call(...) = result)";

    private readonly RecordingText _text;
    private readonly Dictionary<int, Pending> _pending = [];
    private readonly Dictionary<int, int> _alive = [];

    public StraceReader(RecordingText text) => _text = text;

    /// <summary>Every line in the recorded order. Throws <see cref="TraceFormatException"/> at the first that cannot be used.</summary>
    public IEnumerable<TraceEvent> Read()
    {
        while (_text.ReadLine() is { } line)
        {
            if (line.StartsWith("strace: ", StringComparison.Ordinal))
            {
                continue;
            }

            yield return ParseLine(line);
        }

        CheckWhole();
    }

    private TraceEvent ParseLine(string line)
    {
        int number = _text.LineNumber;
        int afterTask = line.IndexOf(' ');
        if (afterTask <= 0 || !int.TryParse(line.AsSpan(0, afterTask), NumberStyles.None, CultureInfo.InvariantCulture, out int task))
        {
            throw _text.Error(number, NotRecording);
        }

        int timeStart = SkipSpaces(line, afterTask);
        int timeEnd = line.IndexOf(' ', timeStart);
        if (timeEnd < 0 || !TryParseMicros(line.AsSpan(timeStart, timeEnd - timeStart), out long micros))
        {
            throw _text.Error(number, NotRecording);
        }

        string rest = line[SkipSpaces(line, timeEnd)..];
        if (rest.StartsWith("+++ ", StringComparison.Ordinal))
        {
            _alive.Remove(task);
            _pending.Remove(task);
            return new TraceEvent(TraceEventKind.TaskEnded, task, number, null);
        }

        _alive[task] = number;
        if (rest.StartsWith("--- ", StringComparison.Ordinal))
        {
            return new TraceEvent(TraceEventKind.Signal, task, number, null);
        }

        return rest.StartsWith("<... ", StringComparison.Ordinal)
            ? Resume(task, number, rest)
            : Call(task, number, micros, rest);
    }

    private TraceEvent Call(int task, int number, long micros, string rest)
    {
        int open = rest.IndexOf('(');
        if (open <= 0 || !IsName(rest.AsSpan(0, open)))
        {
            throw _text.Error(number, NotRecording);
        }

        if (_pending.TryGetValue(task, out Pending? earlier))
        {
            throw _text.Error(number, $"task {task} makes a call while its {earlier.Call.Name} of line {earlier.Call.StartLine} has not returned");
        }

        var call = new TraceCall(task, rest[..open], number, micros);
        if (!rest.EndsWith(Unfinished, StringComparison.Ordinal))
        {
            Complete(call, rest[(open + 1)..]);
            return new TraceEvent(TraceEventKind.End, task, number, call);
        }

        string begun = rest[(open + 1)..^Unfinished.Length];
        call.Arguments = StraceArguments.Split(begun, out _);
        _pending.Add(task, new Pending(call, begun));
        return new TraceEvent(TraceEventKind.Begin, task, number, call);
    }

    private TraceEvent Resume(int task, int number, string rest)
    {
        int resumed = rest.IndexOf(" resumed>", StringComparison.Ordinal);
        if (resumed < 0)
        {
            throw _text.Error(number, NotRecording);
        }

        string name = rest["<... ".Length..resumed];
        if (!_pending.Remove(task, out Pending? pending) || pending.Call.Name != name)
        {
            throw _text.Error(number, $"{name} of task {task} returns but no line says that it began");
        }

        pending.Call.EndLine = number;
        Complete(pending.Call, pending.Begun + rest[(resumed + " resumed>".Length)..]);
        return new TraceEvent(TraceEventKind.End, task, number, pending.Call);
    }

    /// <summary>Fills in arguments and result from the text behind the opening parenthesis.</summary>
    private void Complete(TraceCall call, string text)
    {
        IReadOnlyList<string> arguments = StraceArguments.Split(text, out int afterClose);
        if (afterClose < 0)
        {
            throw _text.Error(call.EndLine, $"the arguments of {call.Name} do not end on this line");
        }

        int equals = SkipSpaces(text, afterClose);
        if (equals >= text.Length || text[equals] != '=')
        {
            throw _text.Error(call.EndLine, $"{call.Name} has no result");
        }

        if (!StraceResult.TryParse(text.AsSpan(equals + 1), out long? result, out string? error))
        {
            throw _text.Error(call.EndLine, $"the result of {call.Name} cannot be read: {text[(equals + 1)..].Trim()}");
        }

        call.Arguments = arguments;
        call.Result = result;
        call.Error = error;
        call.IsComplete = true;
    }

    private void CheckWhole()
    {
        int last = _text.LineNumber;
        if (last == 0)
        {
            throw _text.Error(1, "the recording is empty");
        }

        foreach (Pending pending in _pending.Values.OrderBy(p => p.Call.StartLine))
        {
            TraceCall call = pending.Call;
            throw _text.Error(last, $"the recording is cut off after this line: {call.Name} of task {call.Task} (line {call.StartLine}) has not returned");
        }

        foreach (int task in _alive.Keys.Order())
        {
            throw _text.Error(last, $"the recording is cut off after this line: task {task} has not ended");
        }
    }

    private static bool IsName(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_')
            {
                return false;
            }
        }

        return true;
    }

    private static int SkipSpaces(string text, int from)
    {
        while (from < text.Length && text[from] == ' ')
        {
            from++;
        }

        return from;
    }

    private static bool TryParseMicros(ReadOnlySpan<char> text, out long micros)
    {
        micros = 0;
        int point = text.IndexOf('.');
        if (point <= 0 || text.Length != point + 7
            || !long.TryParse(text[..point], NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
            || !int.TryParse(text[(point + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int fraction)
            || seconds > long.MaxValue / 1_000_000 - 1)
        {
            return false;
        }

        micros = seconds * 1_000_000 + fraction;
        return true;
    }

    /// <summary>A call that began, with the argument text of its first line.</summary>
    private sealed record Pending(TraceCall Call, string Begun);
}
