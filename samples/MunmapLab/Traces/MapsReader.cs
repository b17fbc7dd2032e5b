using System.Globalization;

namespace MunmapLab.Traces;

/// <summary>Reads the recorded layouts: sections headed <c># pid=N at=exec1 comm=X</c>, each the text of <c>/proc/N/maps</c>.</summary>
internal sealed class MapsReader
{
    private const ulong PageSize = 4096;

    private readonly RecordingText _text;

    public MapsReader(RecordingText text) => _text = text;

    /// <summary>All sections in the recorded order. Throws <see cref="TraceFormatException"/> at the first line that cannot be used.</summary>
    public IReadOnlyList<MapsSection> Read()
    {
        var sections = new List<MapsSection>();
        List<MapsRange>? ranges = null;
        while (_text.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
            {
                ranges = [];
                sections.Add(ParseHeading(line, ranges));
            }
            else if (line.Length > 0)
            {
                if (ranges is null)
                {
                    throw _text.Error(_text.LineNumber, "a layout begins with a line \"# pid=N at=exec1 comm=NAME\"");
                }

                AddRange(ranges, line);
            }
        }

        return sections.Count > 0 ? sections : throw _text.Error(1, "the file holds no layout (\"# pid=N at=exec1 comm=NAME\")");
    }

    private MapsSection ParseHeading(string line, IReadOnlyList<MapsRange> ranges)
    {
        string[] parts = line.Split(' ', 4);
        if (parts is ["#", ['p', 'i', 'd', '=', .. var pid], ['a', 't', '=', .. var at], ['c', 'o', 'm', 'm', '=', .. var comm]]
            && int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out int process)
            && (at == "exit" || at.StartsWith("exec", StringComparison.Ordinal)))
        {
            return new MapsSection(process, at, comm, _text.LineNumber, ranges);
        }

        throw _text.Error(_text.LineNumber, "not a heading \"# pid=N at=exec1|exit comm=NAME\"");
    }

    private void AddRange(List<MapsRange> ranges, string line)
    {
        MapsRange range = ParseRange(line) ?? throw _text.Error(_text.LineNumber, "not a line of /proc/PID/maps");
        if (range.Start >= range.End || range.Start % PageSize != 0 || range.End % PageSize != 0)
        {
            throw _text.Error(_text.LineNumber, $"the range {line[..line.IndexOf(' ')]} is empty, reversed or not in whole pages");
        }

        if (ranges.Count > 0 && ranges[^1].End > range.Start)
        {
            throw _text.Error(_text.LineNumber, $"the range {line[..line.IndexOf(' ')]} begins before the one above it ends");
        }

        ranges.Add(range);
    }

    private static MapsRange? ParseRange(string line)
    {
        string[] parts = line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 5 || parts[0].Split('-') is not [var startText, var endText] || !IsPermissions(parts[1])
            || !TryParseHex(startText, out ulong start) || !TryParseHex(endText, out ulong end) || !TryParseHex(parts[2], out ulong offset)
            || !ulong.TryParse(parts[4], NumberStyles.None, CultureInfo.InvariantCulture, out ulong inode))
        {
            return null;
        }

        return new MapsRange(start, end, parts[1], offset, inode, parts.Length > 5 ? parts[5].Trim() : "");
    }

    private static bool IsPermissions(string text) =>
        text is [('r' or '-'), ('w' or '-'), ('x' or '-'), ('p' or 's')];

    private static bool TryParseHex(string text, out ulong value) =>
        ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
}
