using System.IO.Compression;
using System.Text;

namespace MunmapLab.Traces;

/// <summary>
/// The lines of a recording, plain or gzip, read one at a time. A recording that was cut, inside a gzip stream or inside a line,
/// ends in a <see cref="TraceFormatException"/> that names the line, never in a short recording that looks whole.
/// </summary>
internal sealed class RecordingText : IDisposable
{
    /// <summary>Longest line that is taken for a line: a binary file without line ends must not fill the memory.</summary>
    private const int MaxLineChars = 1 << 20;

    private readonly StreamReader _reader;
    private readonly Stream? _packed;
    private readonly StringBuilder _line = new();
    private readonly char[] _buffer = new char[16 * 1024];
    private int _next;
    private int _filled;

    private RecordingText(string name, Stream stream, Stream? packed)
    {
        Name = name;
        _packed = packed;
        _reader = new StreamReader(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, bufferSize: 16 * 1024);
    }

    /// <summary>The file as the user named it.</summary>
    public string Name { get; }

    /// <summary>The number of the line that was read last, counted from 1.</summary>
    public int LineNumber { get; private set; }

    /// <summary>Opens a recording. Throws the exceptions of <see cref="File.OpenRead"/> where the file cannot be opened.</summary>
    public static RecordingText Open(string path) => FromStream(path, File.OpenRead(path));

    /// <summary>Reads a recording from a stream that can seek; the stream is disposed with the reader.</summary>
    public static RecordingText FromStream(string name, Stream stream)
    {
        Span<byte> magic = stackalloc byte[2];
        int read = stream.ReadAtLeast(magic, 2, throwOnEndOfStream: false);
        stream.Position = 0;
        return read == 2 && magic[0] == 0x1f && magic[1] == 0x8b
            ? new RecordingText(name, new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true), stream)
            : new RecordingText(name, stream, null);
    }

    /// <summary>The next line without its line end, or null after the last one.</summary>
    public string? ReadLine()
    {
        _line.Clear();
        while (true)
        {
            if (_next == _filled && !Fill())
            {
                return EndOfText();
            }

            ReadOnlySpan<char> rest = _buffer.AsSpan(_next, _filled - _next);
            int end = rest.IndexOf('\n');
            _line.Append(end < 0 ? rest : rest[..end]);
            _next += end < 0 ? rest.Length : end + 1;
            if (_line.Length > MaxLineChars)
            {
                throw Error(LineNumber + 1, "line is longer than a recording has (not a text file?)");
            }

            if (end >= 0)
            {
                LineNumber++;
                if (_line.Length > 0 && _line[^1] == '\r')
                {
                    _line.Length--;
                }

                return _line.ToString();
            }
        }
    }

    public TraceFormatException Error(int line, string reason) => new(Name, line, reason);

    public void Dispose()
    {
        _reader.Dispose();
        _packed?.Dispose();
    }

    private bool Fill()
    {
        try
        {
            _filled = _reader.Read(_buffer, 0, _buffer.Length);
            _next = 0;
        }
        catch (InvalidDataException)
        {
            throw Error(LineNumber + 1, "the gzip stream is damaged here");
        }

        return _filled > 0;
    }

    private string? EndOfText()
    {
        if (_packed is not null && !GzipFile.IsWhole(_packed))
        {
            throw Error(LineNumber + 1, "the gzip stream is cut off here");
        }

        if (_line.Length > 0)
        {
            throw Error(LineNumber + 1, "the recording is cut off inside this line (it has no line end)");
        }

        return null;
    }
}
