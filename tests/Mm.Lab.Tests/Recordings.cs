using System.IO.Compression;
using System.Text;
using MunmapLab.Traces;

namespace Mm.Lab.Tests;

/// <summary>The repository's recordings, and recordings made up for a test.</summary>
internal static class Recordings
{
    public static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "traces", file);

    public static byte[] Bytes(string file) => File.ReadAllBytes(PathOf(file));

    /// <summary>The text of one of the repository's recordings.</summary>
    public static string Text(string file)
    {
        using var stream = new GZipStream(File.OpenRead(PathOf(file)), CompressionMode.Decompress);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    public static List<TraceEvent> Read(string text) => ReadBytes("t", Encoding.UTF8.GetBytes(text));

    public static List<TraceEvent> ReadBytes(string name, byte[] bytes)
    {
        using RecordingText recording = RecordingText.FromStream(name, new MemoryStream(bytes));
        return [.. new StraceReader(recording).Read()];
    }

    public static IReadOnlyList<MapsSection> ReadMaps(string text)
    {
        using RecordingText recording = RecordingText.FromStream("t.maps", new MemoryStream(Encoding.UTF8.GetBytes(text)));
        return new MapsReader(recording).Read();
    }
}
