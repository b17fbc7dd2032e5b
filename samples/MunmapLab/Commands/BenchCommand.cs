using System.CommandLine;
using MunmapLab.Bench;
using MunmapLab.CommandLine;
using MunmapLab.Output;

namespace MunmapLab.Commands;

/// <summary><c>mmlab bench</c>: small operations on the engine and on the running kernel, side by side.</summary>
internal sealed class BenchCommand : LabCommand
{
    private const int MostRounds = 1000;

    private readonly Option<string> _operation = new("--operation") { Description = "operations, separated by commas, or all", HelpName = "NAMES", DefaultValueFactory = _ => "all" };
    private readonly Option<string> _rounds = new("--rounds") { Description = "how often each is timed; the fastest is shown", HelpName = "N", DefaultValueFactory = _ => "51" };
    private readonly Option<string?> _json = new("--json") { Description = "write the result as JSON; - is standard output", HelpName = "FILE|-" };

    public BenchCommand()
        : base("bench", "Times small operations on the engine and on the running kernel, side by side.")
    {
        _operation.CompletionSources.Add([.. BenchOperations.All.Select(o => o.Name), "all"]);
        foreach (Option option in (Option[])[_operation, _rounds, _json])
        {
            Options.Add(option);
        }
    }

    public override int Execute(ParseResult parsed, LabOutput output, CancellationToken stop)
    {
        IReadOnlyList<string> names = NameList.Parse("operation", parsed.GetValue(_operation)!, BenchOperations.All.Select(o => o.Name), "all");
        var runner = new BenchRunner(Numbers.Parse("--rounds", parsed.GetValue(_rounds)!, 1, MostRounds));
        OutputFile? json = parsed.GetValue(_json) is { } path ? OutputFile.Check(path) : null;

        var results = new List<BenchResult>();
        double? floor = null;
        Progress.Run(output, progress =>
        {
            floor = runner.MeasureFloor();
            foreach (BenchOperation operation in BenchOperations.All.Where(o => names.Contains(o.Name)).TakeWhile(_ => !stop.IsCancellationRequested))
            {
                progress.Begin(operation.Name, 1);
                results.Add(runner.Measure(operation, floor));
                progress.Advance(1);
            }
        });

        if (results.Count < names.Count)
        {
            output.NotesText.WriteLine($"mmlab: stopped; {results.Count} of {names.Count} operations were measured");
        }

        if (json is not { IsStandardOutput: true })
        {
            BenchReport.Write(output.Report, results, floor);
        }

        json?.Write(BenchReport.Json(results, floor), output.ReportText);
        return results.Count == names.Count ? ExitCode.Done : ExitCode.Inconclusive;
    }
}
