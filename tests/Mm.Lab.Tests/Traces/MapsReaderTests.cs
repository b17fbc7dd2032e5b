using MunmapLab.Traces;

namespace Mm.Lab.Tests.Traces;

public sealed class MapsReaderTests
{
    private const string Heading = "# pid=7 at=exec1 comm=a b\n";

    [Theory]
    [InlineData("python.maps.gz", "19287 exec1 python3, 19287 exit python3")]
    [InlineData("java_gc.maps.gz", "19462 exec1 java, 19462 exit java")]
    [InlineData("node.maps.gz", "19403 exec1 node, 19403 exit node")]
    [InlineData("gxx.maps.gz", "19343 exec1 g++, 19345 exec1 cc1plus, 19345 exit cc1plus, 19348 exec1 as, 19348 exit as, 19343 exit g++")]
    public void ReadsTheSectionsOfTheRecordings(string file, string sections)
    {
        using RecordingText text = RecordingText.Open(Recordings.PathOf(file));
        IReadOnlyList<MapsSection> read = new MapsReader(text).Read();

        Assert.Equal(sections, string.Join(", ", read.Select(s => $"{s.Process} {s.At} {s.Comm}")));
        Assert.All(read, s => Assert.Contains(s.Ranges, r => r.Path == "[stack]"));
    }

    [Fact]
    public void ReadsALine()
    {
        MapsSection section = Assert.Single(Recordings.ReadMaps(
            Heading + "55ef62ff1000-55ef62ff2000 r-xp 00001000 fe:00 18705                      /opt/python/bin/my python (deleted)\n"));

        Assert.Equal("a b", section.Comm);
        Assert.True(section.IsExec);
        Assert.Equal(
            new MapsRange(0x55ef62ff1000, 0x55ef62ff2000, "r-xp", 0x1000, 18705, "/opt/python/bin/my python (deleted)"),
            Assert.Single(section.Ranges));
    }

    [Theory]
    [InlineData("", 1, "no layout")]
    [InlineData("1000-2000 r--p 0 0:0 0\n", 1, "begins with")]
    [InlineData("# pid=x at=exec1 comm=a\n", 1, "not a heading")]
    [InlineData("# pid=1 at=noon comm=a\n", 1, "not a heading")]
    [InlineData(Heading + "banana\n", 2, "not a line of /proc/PID/maps")]
    [InlineData(Heading + "1000-2000 rwx 0 0:0 0\n", 2, "not a line of /proc/PID/maps")]
    [InlineData(Heading + "2000-1000 r--p 0 0:0 0\n", 2, "reversed")]
    [InlineData(Heading + "1000-1800 r--p 0 0:0 0\n", 2, "whole pages")]
    [InlineData(Heading + "1000-3000 r--p 0 0:0 0\n2000-4000 r--p 0 0:0 0\n", 3, "before the one above it ends")]
    [InlineData(Heading + "1000-2000 r--p 0 0:0 0", 2, "cut off inside this line")]
    public void ALineThatMakesNoSenseIsNamed(string text, int line, string reason)
    {
        TraceFormatException error = Assert.Throws<TraceFormatException>(() => Recordings.ReadMaps(text));

        Assert.Equal(("t.maps", line), (error.File, error.Line));
        Assert.Contains(reason, error.Reason);
    }

    [Fact]
    public void ACutGzipIsRefused()
    {
        byte[] whole = Recordings.Bytes("node.maps.gz");
        using RecordingText text = RecordingText.FromStream("cut", new MemoryStream(whole[..(whole.Length / 2)]));

        TraceFormatException error = Assert.Throws<TraceFormatException>(() => new MapsReader(text).Read());

        Assert.Contains("gzip stream is cut off", error.Reason);
    }
}
