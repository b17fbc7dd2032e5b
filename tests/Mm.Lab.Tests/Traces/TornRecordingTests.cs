using System.IO.Compression;
using System.Text;
using MunmapLab.Traces;

namespace Mm.Lab.Tests.Traces;

/// <summary>A recording that was cut or damaged is refused with its file and line, wherever the cut is.</summary>
public sealed class TornRecordingTests
{
    private const string Whole = "1 1.000000 brk(NULL) = 0x1000 <0.000015>\n1 2.000000 +++ exited with 0 +++\n";

    [Fact]
    public void AGzipStreamCutAnywhereIsRefused()
    {
        byte[] whole = Recordings.Bytes("python.strace.gz");
        int step = Math.Max(1, whole.Length / 64);
        foreach (int length in Enumerable.Range(1, 63).Select(i => i * step).Append(whole.Length - 1).Append(whole.Length - 4).Append(whole.Length - 8).Append(3))
        {
            TraceFormatException error = Assert.Throws<TraceFormatException>(() => Recordings.ReadBytes("cut.gz", whole[..length]));
            Assert.Equal("cut.gz", error.File);
            Assert.InRange(error.Line, 1, 930);
            Assert.StartsWith($"cut.gz:{error.Line}: ", error.Message);
        }
    }

    [Fact]
    public void AGzipCutInTheMiddleNamesTheLineAtWhichItStops()
    {
        byte[] whole = Recordings.Bytes("python.strace.gz");

        TraceFormatException error = Assert.Throws<TraceFormatException>(() => Recordings.ReadBytes("cut.gz", whole[..(whole.Length / 2)]));

        Assert.InRange(error.Line, 350, 420);
        Assert.Contains("gzip stream is cut off", error.Reason);
    }

    [Fact]
    public void AGzipWithWrongBytesIsRefused()
    {
        byte[] damaged = Recordings.Bytes("java_gc.strace.gz");
        for (int i = 0; i < 16; i++)
        {
            damaged[damaged.Length / 2 + i] ^= 0xa5;
        }

        Assert.Throws<TraceFormatException>(() => Recordings.ReadBytes("bad.gz", damaged));
    }

    [Fact]
    public void SeveralGzipMembersAreOneRecording()
    {
        byte[] halves = [.. Pack(Whole[..60]), .. Pack(Whole[60..])];

        Assert.Equal(2, Recordings.ReadBytes("two.gz", halves).Count);
    }

    [Fact]
    public void APlainRecordingCutInsideALineIsRefused()
    {
        string text = Recordings.Text("python.strace.gz");
        int cut = text.Length / 2;
        int line = text.AsSpan(0, cut).Count('\n') + 1;

        TraceFormatException error = Assert.Throws<TraceFormatException>(() => Recordings.Read(text[..cut]));

        Assert.Equal(line, error.Line);
    }

    [Fact]
    public void APlainRecordingCutBetweenLinesIsRefused()
    {
        string text = Recordings.Text("python.strace.gz");
        int cut = text.IndexOf('\n', text.Length / 2) + 1;

        TraceFormatException error = Assert.Throws<TraceFormatException>(() => Recordings.Read(text[..cut]));

        Assert.Equal(text.AsSpan(0, cut).Count('\n'), error.Line);
        Assert.Contains("task 19287 has not ended", error.Reason);
    }

    [Fact]
    public void ACutNumberIsNotTakenForANumber()
    {
        TraceFormatException error = Assert.Throws<TraceFormatException>(() => Recordings.Read(Whole.TrimEnd('\n') + "\n1 3.000000 brk(0x2000) = 0x20"));

        Assert.Equal(3, error.Line);
    }

    [Theory]
    [InlineData("", 1, "empty")]
    [InlineData("hello\n", 1, "not a line of an strace recording")]
    [InlineData("{\"a\": 1}\n", 1, "not a line of an strace recording")]
    [InlineData("1 1.000000 brk(NULL) = 0x1000 <0.000015>\nmunmap(0, 1) = 0\n", 2, "not a line of an strace recording")]
    [InlineData("1 1.5 brk(NULL) = 0x1000\n", 1, "not a line of an strace recording")]
    [InlineData("1 1.000000 brk(NULL)\n", 1, "brk has no result")]
    [InlineData("1 1.000000 brk(NULL = 0x1000\n", 1, "the arguments of brk do not end on this line")]
    [InlineData("1 1.000000 brk(NULL) = banana\n", 1, "the result of brk cannot be read: banana")]
    [InlineData("1 1.000000 brk(NULL) = 0x11112222333344445\n", 1, "the result of brk cannot be read: 0x11112222333344445")]
    [InlineData("1 1.000000 <... brk resumed>) = 0\n", 1, "brk of task 1 returns but no line says that it began")]
    [InlineData("1 1.000000 brk(NULL <unfinished ...>\n1 1.000000 brk(NULL) = 0\n", 2, "while its brk of line 1 has not returned")]
    [InlineData("1 1.000000 brk(NULL <unfinished ...>\n", 1, "brk of task 1 (line 1) has not returned")]
    public void ALineThatMakesNoSenseIsNamed(string text, int line, string reason)
    {
        TraceFormatException error = Assert.Throws<TraceFormatException>(() => Recordings.Read(text));

        Assert.Equal(line, error.Line);
        Assert.Contains(reason, error.Reason);
    }

    private static byte[] Pack(string text)
    {
        var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Optimal))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }
}
