namespace Mm.Lab.Tests.CommandLine;

/// <summary>A recording that cannot be used is named with the line at which it stops making sense; exit code 65.</summary>
public sealed class BadRecordingTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("mmlab").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void ARecordingCutInTheMiddle()
    {
        byte[] whole = Recordings.Bytes("python.strace.gz");
        string cut = Write("cut.strace.gz", whole[..(whole.Length / 2)]);

        LabRun run = LabRun.AsProcess("replay", cut, "--maps", Recordings.PathOf("python.maps.gz"));

        run.AssertRefused(65, "the gzip stream is cut off here");
        Assert.Matches(@"^mmlab: .*cut\.strace\.gz:\d+: ", run.Notes);
    }

    [Fact]
    public void LayoutsCutInTheMiddle()
    {
        byte[] whole = Recordings.Bytes("python.maps.gz");
        string cut = Write("cut.maps.gz", whole[..(whole.Length / 2)]);

        LabRun run = LabRun.InProcess("replay", Recordings.PathOf("python.strace.gz"), "--maps", cut);

        run.AssertRefused(65, "the gzip stream is cut off here");
    }

    [Fact]
    public void AFileThatIsNoRecording()
    {
        string file = Write("notes.txt", "Dear diary\n"u8);

        LabRun.InProcess("replay", file).AssertRefused(65, "notes.txt:1: not a line of an strace recording");
    }

    [Fact]
    public void AnEmptyFile() => LabRun.InProcess("replay", Write("empty", [])).AssertRefused(65, "empty:1: the recording is empty");

    [Fact]
    public void LayoutsOfAnotherKind()
    {
        string file = Write("maps.txt", "1000-2000 r--p 0 0:0 0\n"u8);

        LabRun.InProcess("replay", Recordings.PathOf("python.strace.gz"), "--maps", file).AssertRefused(65, "maps.txt:1: a layout begins with");
    }

    private string Write(string name, ReadOnlySpan<byte> bytes)
    {
        string path = Path.Combine(_directory, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
