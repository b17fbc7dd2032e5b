using Mm.Conformance;
using Mm.Conformance.Kernel;
using Mm.Conformance.Scripts;
using Mm.Conformance.Sequences;
using MunmapLab.Conform;
using MunmapLab.Output;
using Xunit.Abstractions;

namespace Mm.Lab.Tests.Conform;

/// <summary><c>mmlab conform</c> from end to end. Where no kernel can be asked, exactly that is what the command has to say.</summary>
public sealed class ConformTests : IDisposable
{
    private const string Split = "== split\nmmap @0 #6 rw private|anon|fixed => @0\nmprotect @2 #2 r => 0\nlayout @0-@2 rw-p, @2-@4 r--p, @4-@6 rw-p\n";

    private static readonly string? s_noKernel = TryKernel();

    private readonly ITestOutputHelper _output;
    private readonly string _directory = Directory.CreateTempSubdirectory("mmlab-conform").FullName;

    public ConformTests(ITestOutputHelper output) => _output = output;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("conform --ops 1200 --seed 7")]
    [InlineData("conform --ops 700 --seed 8 --strategy classic --fault mmap-lock --minimize false")]
    public void RandomSequencesAgreeAndTheReportSaysWhatWasMet(string arguments)
    {
        LabRun run = LabRun.InProcess(arguments.Split(' '));

        if (IsRefused(run))
        {
            return;
        }

        Assert.Equal((0, ""), (run.ExitCode, run.Notes));
        Assert.Contains("# no difference", run.Report);
        Assert.Contains("#   mmap ", run.Report);
        AssertPlain(run.Report);
    }

    [Fact]
    public void TheScriptsOfAFileAreHeldAgainstBothSides()
    {
        LabRun run = From(Split + "== heap\nbrk ~2\nwrite ~1 7\nread ~1 => 7\n");

        if (IsRefused(run))
        {
            return;
        }

        Assert.Equal((0, ""), (run.ExitCode, run.Notes));
        Assert.Contains("2 of 2 sequences compared", run.Report);
        AssertPlain(run.Report);
    }

    [Theory]
    [InlineData("mprotect @2 #2 r => 0", "mprotect @2 #2 r => -ENOMEM", "the result is 0")]
    [InlineData("@4-@6 rw-p", "@4-@6 r--p", "the layout is @0-@2 rw-p")]
    public void WhatAFileStatesWronglyIsACheckThatFailed(string right, string wrong, string reason)
    {
        LabRun run = From(Split.Replace(right, wrong));

        if (IsRefused(run))
        {
            return;
        }

        Assert.Equal((1, ""), (run.ExitCode, run.Notes));
        Assert.Contains("split, kernel, line ", run.Report);
        Assert.Contains("split, engine, line ", run.Report);
        Assert.Contains(reason, run.Report);
        Assert.Contains("1 of 1 sequences compared", run.Report);
    }

    [Theory]
    [InlineData("mmap @0 #1 rw private|anon|fixed\nfrobnicate @0\n", "bad.txt:2: ")]
    [InlineData("munmap 0 0x7ffffffff000\n", "bad.txt:1: ")]
    [InlineData("# nothing\n", "bad.txt: there is no operation in it")]
    [InlineData("", "bad.txt: there is no operation in it")]
    public void ABadFileIsNamedWithItsLine(string text, string reason) => From(text, "bad.txt").AssertRefused(65, reason);

    [Fact]
    public void AStoppedRunSaysHowMuchWasCompared()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        LabRun run = LabRun.InProcess(stop.Token, "conform", "--ops", "1000000");

        if (!IsRefused(run))
        {
            Assert.Equal((2, "mmlab: stopped; 0 of 1000000 operations were compared\n"), (run.ExitCode, run.Notes));
        }
    }

    [Fact]
    public void AReportedDifferenceIsAFileThatRunsAgain()
    {
        if (s_noKernel is not null)
        {
            _output.WriteLine($"not compared: {s_noKernel}");
            return;
        }

        using KernelSubject kernel = KernelSubject.Start();
        Script script = Assert.Single(Script.Parse(Split, "split.txt", kernel.Plan));
        var difference = new Difference(script.Operations, "layout of p1:\n    kernel @0-@2\n    engine empty", ["@0", "0"]);
        var sides = new SideBySide(kernel, kernel, kernel.Plan, frames: true);
        string reason = string.Join(' ', Enumerable.Repeat("a reason that is long", 12));
        var found = new ConformanceReport(sides.Exposure, 2, TimeSpan.FromSeconds(1), Features.Basic, [reason], difference, 3);
        var report = new StringWriter { NewLine = "\n" };
        var options = new ConformOptions
        {
            Random = new ConformanceOptions { Seed = 5 },
            Strategy = Strategies.UnmapStrategies.Classic,
            Fault = Faults.FaultStrategies.PerVma,
        };

        new ConformReport(options, kernel).Write(LabOutput.ForText(report, new StringWriter()), found);

        AssertPlain(report.ToString());
        Script read = Assert.Single(Script.Parse(report.ToString(), "saved.txt", kernel.Plan));
        Assert.Equal("seed 5, sequence 3", read.Name);
        Assert.Equal(script.Operations, read.Operations);
        Assert.Equal(0, From(report.ToString()).ExitCode);
    }

    private LabRun From(string text, string name = "script.txt")
    {
        string file = Path.Combine(_directory, name);
        File.WriteAllText(file, text);
        return LabRun.InProcess("conform", "--from", file);
    }

    /// <summary>True where no kernel can be compared with, after checking that the command said so.</summary>
    private bool IsRefused(LabRun run)
    {
        if (s_noKernel is null)
        {
            return false;
        }

        _output.WriteLine($"not compared: {s_noKernel}");
        run.AssertRefused(2, "nothing can be compared with the kernel here: ");
        return true;
    }

    private static void AssertPlain(string report)
    {
        Assert.All(report.Split('\n'), line => Assert.True(line.Length <= LabOutput.PlainWidth, line));
        Assert.DoesNotContain('\e', report);
    }

    private static string? TryKernel()
    {
        try
        {
            using KernelSubject kernel = KernelSubject.Start();
            return KernelRelease.IsReference(kernel.Facts) ? null : $"kernel {kernel.Facts.Release} is not the reference";
        }
        catch (KernelUnavailableException reason)
        {
            return reason.Message;
        }
    }
}
