using System.CommandLine;
using Mm.Faults;
using Mm.Strategies;
using MunmapLab.CommandLine;
using MunmapLab.Compare;
using MunmapLab.Output;
using MunmapLab.Replay;
using MunmapLab.Traces;

namespace MunmapLab.Commands;

/// <summary><c>mmlab replay</c>: a recorded program's memory calls on the engine.</summary>
internal sealed class ReplayCommand : LabCommand
{
    private readonly Argument<string> _trace = new("TRACE") { Description = "an strace recording, gzip or plain (samples/traces/README.md has the format)" };
    private readonly Option<string?> _maps = new("--maps") { Description = "the recorded layouts to start from and to compare with", HelpName = "FILE" };
    private readonly Option<string> _strategy = new("--strategy") { Description = "unmap strategy", HelpName = "NAME", DefaultValueFactory = _ => UnmapStrategies.DetachDowngrade.Name };
    private readonly Option<string> _fault = new("--fault") { Description = "fault strategy", HelpName = "NAME", DefaultValueFactory = _ => FaultStrategies.PerVma.Name };
    private readonly Option<string?> _json = new("--json") { Description = "write the result as JSON; - is standard output", HelpName = "FILE|-" };

    public ReplayCommand()
        : base("replay", "Replays an strace recording on the engine; every call must answer as recorded.")
    {
        Arguments.Add(_trace);
        foreach (Option option in (Option[])[_maps, _strategy, _fault, _json])
        {
            Options.Add(option);
        }
    }

    public override int Execute(ParseResult parsed, LabOutput output, CancellationToken stop)
    {
        string trace = parsed.GetValue(_trace)!;
        UnmapStrategy strategy = StrategyNames.Unmap(parsed.GetValue(_strategy)!);
        FaultStrategy fault = StrategyNames.Fault(parsed.GetValue(_fault)!);
        OutputFile? json = parsed.GetValue(_json) is { } path ? OutputFile.Check(path) : null;
        RecordingIndex index;
        using (RecordingText text = InputFile.Open(trace))
        {
            index = RecordingIndex.Build(text);
        }

        string? maps = parsed.GetValue(_maps);
        var options = new ReplayOptions { Recording = trace, MapsFile = maps, Layouts = ReadLayouts(maps), Strategy = strategy, Fault = fault };
        return Replay(options, index, json, output, stop);
    }

    private static int Replay(ReplayOptions options, RecordingIndex index, OutputFile? json, LabOutput output, CancellationToken stop)
    {
        using var replayer = new Replayer(options, index);
        using RecordingText text = InputFile.Open(options.Recording);
        bool complete = false;
        long began = Clock.Now;
        Progress.Run(output, progress => complete = replayer.Run(text, progress, stop));
        long total = Clock.Now - began;
        ReplayResult result = replayer.Result;
        if (json is not { IsStandardOutput: true })
        {
            ReplayReport.Write(output.ReportText, options, result, index.Tasks, total);
        }

        json?.Write(ReplayReport.Json(options, result, index.Tasks, total), output.ReportText);
        if (!complete)
        {
            output.NotesText.WriteLine($"mmlab: stopped after {result.TotalCalls} calls; the layouts were not compared");
        }

        return !result.Passed ? ExitCode.CheckFailed : complete ? ExitCode.Done : ExitCode.Inconclusive;
    }

    private static IReadOnlyList<MapsSection> ReadLayouts(string? maps)
    {
        if (maps is null)
        {
            return [];
        }

        using RecordingText text = InputFile.Open(maps);
        return new MapsReader(text).Read();
    }
}
