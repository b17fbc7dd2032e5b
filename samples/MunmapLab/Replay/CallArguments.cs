using MunmapLab.Traces;

namespace MunmapLab.Replay;

/// <summary>Reads the arguments of one recorded call; what cannot be read ends the replay with the call's file and line.</summary>
internal readonly struct CallArguments(string file, TraceCall call)
{
    public int Count => call.Arguments.Count;

    public string Text(int index) => index < call.Arguments.Count
        ? call.Arguments[index]
        : throw new TraceFormatException(file, call.EndLine, $"{call.Name} has {call.Arguments.Count} arguments, argument {index + 1} is missing");

    public ulong Address(int index) => StraceArguments.TryParseInteger(Text(index), out long value)
        ? unchecked((ulong)value)
        : throw Unreadable(index);

    public ulong Flags(int index, IReadOnlyDictionary<string, ulong> names) => FlagNames.TryParse(Text(index), names, out ulong value)
        ? value
        : throw Unreadable(index);

    /// <summary>The file behind a descriptor (<c>3&lt;/usr/lib/a&gt;</c>), or null for -1 and descriptors without a name.</summary>
    public string? Descriptor(int index)
    {
        string text = Text(index);
        int open = text.IndexOf('<');
        return open > 0 && text.EndsWith('>') ? text[(open + 1)..^1] : null;
    }

    /// <summary>A string as strace prints it, or null for NULL and for an address that it could not read.</summary>
    public string? String(int index)
    {
        string text = Text(index);
        return text.Length >= 2 && text[0] == '"' && text[^1] == '"' ? text[1..^1] : null;
    }

    private TraceFormatException Unreadable(int index) =>
        new(file, call.EndLine, $"argument {index + 1} of {call.Name} cannot be read: {Text(index)}");
}
