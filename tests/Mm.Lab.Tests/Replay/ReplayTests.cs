using System.Text.Json;

namespace Mm.Lab.Tests.Replay;

/// <summary>Recorded programs on the engine: every call answers as recorded, and the final layout is the recorded one.</summary>
public sealed class ReplayTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("mmlab").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("python", "detach-downgrade")]
    [InlineData("python", "classic")]
    [InlineData("python", "two-phase")]
    [InlineData("java_gc", "detach-downgrade")]
    [InlineData("node", "detach-downgrade")]
    [InlineData("gxx", "detach-downgrade")]
    public void ARecordedProgramEndsAsRecorded(string name, string strategy)
    {
        LabRun run = LabRun.InProcess(
            "replay", Recordings.PathOf(name + ".strace.gz"), "--maps", Recordings.PathOf(name + ".maps.gz"), "--strategy", strategy);

        Assert.True(run.ExitCode == 0, run.Report + run.Notes);
        Assert.Contains("every call answered as recorded", run.Report);
        Assert.DoesNotContain("NOT as recorded", run.Report);
        Assert.Equal("", run.Notes);
    }

    [Theory]
    [InlineData("python")]
    [InlineData("gxx")]
    public void ARecordingWithoutLayoutsIsReplayedToo(string name)
    {
        LabRun run = LabRun.InProcess("replay", Recordings.PathOf(name + ".strace.gz"));

        Assert.True(run.ExitCode == 0, run.Report + run.Notes);
        Assert.Contains("every call answered as recorded", run.Report);
    }

    [Fact]
    public void AnotherFinalLayoutIsShownAsADiff()
    {
        string maps = Recordings.Text("python.maps.gz");
        int exit = maps.IndexOf("at=exit", StringComparison.Ordinal);
        int heap = maps.LastIndexOf('\n', maps.IndexOf("[heap]", exit, StringComparison.Ordinal)) + 1;
        string line = maps[heap..maps.IndexOf(' ', heap)];
        string changed = Write("changed.maps", maps[..heap] + line + " r--p" + maps[(heap + line.Length + 5)..]);

        LabRun run = LabRun.AsProcess("replay", Recordings.PathOf("python.strace.gz"), "--maps", changed);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("NOT as recorded", run.Report);
        Assert.Contains($"\n-{line} r--p\n", run.Report);
        Assert.Contains($"\n+{line} rw-p\n", run.Report);
        Assert.Contains("\n@@ -", run.Report);
    }

    [Fact]
    public void ACallThatAnswersOtherwiseIsNamedWithItsLine()
    {
        string[] lines = Recordings.Text("python.strace.gz").Split('\n');
        int changed = Array.FindIndex(lines, l => l.Contains(" munmap(") && l.Contains("= 0 "));
        lines[changed] = lines[changed].Replace("= 0 ", "= -1 EINVAL (Invalid argument) ");
        string recording = Write("changed.strace", string.Join('\n', lines));

        LabRun run = LabRun.InProcess("replay", recording, "--maps", Recordings.PathOf("python.maps.gz"));

        Assert.Equal(1, run.ExitCode);
        string difference = Assert.Single(run.Report.Split('\n'), l => l.StartsWith(recording + ":" + (changed + 1) + ": munmap("));
        Assert.EndsWith(" was EINVAL, the replay gives 0", difference);
    }

    [Fact]
    public void TheJsonHasTheCallsAndTheLayouts()
    {
        LabRun run = LabRun.InProcess(
            "replay", Recordings.PathOf("python.strace.gz"), "--maps", Recordings.PathOf("python.maps.gz"), "--json", "-");

        JsonElement result = JsonDocument.Parse(run.Report).RootElement;
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(393, result.GetProperty("calls").GetProperty("mmap").GetInt32());
        Assert.Equal(5, result.GetProperty("tasks").GetInt32());
        JsonElement layout = Assert.Single(result.GetProperty("layouts").EnumerateArray());
        Assert.Equal((19287, 92, true), (layout.GetProperty("process").GetInt32(), layout.GetProperty("ranges").GetInt32(), layout.GetProperty("equal").GetBoolean()));
    }

    [Fact]
    public void AStoppedReplayIsInconclusive()
    {
        LabRun run = LabRun.InProcess(
            new CancellationToken(canceled: true), "replay", Recordings.PathOf("python.strace.gz"), "--maps", Recordings.PathOf("python.maps.gz"));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("stopped after 0 calls", run.Notes);
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_directory, name);
        File.WriteAllText(path, text);
        return path;
    }
}
