using MunmapLab;
using MunmapLab.Output;

namespace Mm.Lab.Tests.CommandLine;

public sealed class CommandLineTests
{
    [Fact]
    public void HelpNamesTheCommandsThatWork()
    {
        LabRun run = LabRun.AsProcess("--help");

        Assert.Equal((0, ""), (run.ExitCode, run.Notes));
        Assert.Contains("compare", run.Report);
        Assert.Contains("replay", run.Report);
        Assert.Contains("strategies", run.Report);
        Assert.DoesNotContain("explore", run.Report);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("compare --help")]
    [InlineData("replay --help")]
    [InlineData("conform --help")]
    [InlineData("strategies")]
    public void PlainOutputFitsEightyColumnsAndHasNoEscapes(string arguments)
    {
        LabRun run = LabRun.InProcess(arguments.Split(' '));

        Assert.Equal(0, run.ExitCode);
        Assert.All(run.Report.Split('\n'), line => Assert.True(line.TrimEnd('\r').Length <= 80, line));
        Assert.DoesNotContain('\e', run.Report);
    }

    [Fact]
    public void StrategiesTellsOfEachWhoWhatAndWhetherItIsSound()
    {
        LabRun run = LabRun.InProcess("strategies");

        Assert.Equal((0, ""), (run.ExitCode, run.Notes));
        foreach (string name in (string[])["classic (sound)", "two-phase (unsound)", "detach-downgrade (sound)", "mmap-lock (sound)", "per-vma (sound)"])
        {
            Assert.Contains("\n" + name + "\n", run.Report);
        }

        Assert.Contains("Race: R-c1", run.Report);
    }

    [Fact]
    public void AFaultOfTheProgramIsExitCode70AndOneLine()
    {
        var notes = new StringWriter { NewLine = "\n" };

        int exitCode = LabCommandLine.Run(["strategies"], LabOutput.ForText(new BrokenWriter(), notes), CancellationToken.None);

        Assert.Equal(70, exitCode);
        Assert.StartsWith("mmlab: a fault of mmlab itself: ", Assert.Single(notes.ToString().TrimEnd('\n').Split('\n')));
    }

    private sealed class BrokenWriter : StringWriter
    {
        public override void Write(char value) => throw new IOException("broken pipe");

        public override void Write(string? value) => throw new IOException("broken pipe");

        public override void Write(char[] buffer, int index, int count) => throw new IOException("broken pipe");

        public override void Write(ReadOnlySpan<char> buffer) => throw new IOException("broken pipe");
    }
}
