using System.CommandLine;
using Mm;
using Mm.Faults;
using Mm.Locks;
using Mm.Strategies;
using MunmapLab.CommandLine;
using MunmapLab.Compare;
using MunmapLab.Compare.Waiters;
using MunmapLab.Output;

namespace MunmapLab.Commands;

/// <summary><c>mmlab compare</c>, and what <c>mmlab</c> alone does.</summary>
internal sealed class CompareCommand : LabCommand
{
    private const ulong LargestRange = 64UL << 40;
    private const int MostRuns = 1000;
    private const string DefaultSize = "8G";

    private readonly Option<string> _size = new("--size") { Description = "bytes to unmap, with K, M, G or T", HelpName = "SIZE", DefaultValueFactory = _ => DefaultSize };
    private readonly Option<string> _page = new("--page") { Description = "what backs the pages: 4k, 2m or zero", HelpName = "KIND", DefaultValueFactory = _ => "4k" };
    private readonly Option<string> _strategy = new("--strategy") { Description = "unmap strategies, separated by commas, or all", HelpName = "NAMES", DefaultValueFactory = _ => "all" };
    private readonly Option<string> _fault = new("--fault") { Description = "fault strategy", HelpName = "NAME", DefaultValueFactory = _ => FaultStrategies.PerVma.Name };
    private readonly Option<string> _waiters = new("--waiters") { Description = "who runs beside, separated by commas; all; or each: all, then each alone", HelpName = "NAMES", DefaultValueFactory = _ => "all" };
    private readonly Option<string> _runs = new("--runs") { Description = "measured unmappings of each strategy", HelpName = "N", DefaultValueFactory = _ => "1" };
    private readonly Option<string?> _json = new("--json") { Description = "write the result as JSON; - is standard output", HelpName = "FILE|-" };

    public CompareCommand()
        : base("compare", "Unmaps a fully mapped range under each strategy and shows who waited how long.")
    {
        _strategy.CompletionSources.Add([.. UnmapStrategies.All.Select(s => s.Name), "all"]);
        _fault.CompletionSources.Add([.. FaultStrategies.All.Select(s => s.Name)]);
        _page.CompletionSources.Add([.. PageKinds.Names]);
        _waiters.CompletionSources.Add([.. WaiterKinds.Names, "all", "each"]);
        foreach (Option option in (Option[])[_size, _page, _strategy, _fault, _waiters, _runs, _json])
        {
            Options.Add(option);
        }
    }

    public override int Execute(ParseResult parsed, LabOutput output, CancellationToken stop)
    {
        CompareOptions options = Validate(parsed);
        var runner = new CompareRunner(options);
        bool complete = false;
        double tierCost = 0;
        Progress.Run(output, progress =>
        {
            complete = runner.Run(progress, stop);
            tierCost = LabStatistics.MeasureCost();
        });

        if (!complete)
        {
            output.NotesText.WriteLine($"mmlab: stopped; {runner.Results.Count} of {runner.Planned} unmappings were measured");
        }

        if (options.Json is not { IsStandardOutput: true } && runner.Results.Count > 0)
        {
            new CompareReport(options, runner.Results, tierCost).Write(output.Report);
        }

        options.Json?.Write(CompareJson.Format(runner.Results, tierCost), output.ReportText);
        NoteFailures(runner.Results, output);
        return complete ? ExitCode.Done : ExitCode.Inconclusive;
    }

    private CompareOptions Validate(ParseResult parsed)
    {
        string pageName = parsed.GetValue(_page)!;
        if (!PageKinds.TryParse(pageName, out PageKind page))
        {
            throw new UsageException(NearestName.Unknown("page kind", pageName, PageKinds.Names));
        }

        ulong size = ByteSize.Parse(parsed.GetValue(_size)!, PageMath.Size, LargestRange);
        IReadOnlyList<string> names = NameList.Parse("strategy", parsed.GetValue(_strategy)!, UnmapStrategies.All.Select(s => s.Name), "all");
        List<UnmapStrategy> strategies = [.. names.Select(StrategyNames.Unmap)];
        FaultStrategy fault = StrategyNames.Fault(parsed.GetValue(_fault)!);
        foreach (UnmapStrategy strategy in strategies)
        {
            if (StrategyCombination.Refuse(strategy, fault, strategy.DefaultProtocol) is { } reason)
            {
                throw new UsageException($"{strategy.Name} and {fault.Name} do not go together: {reason}");
            }
        }

        IReadOnlyList<IReadOnlyList<string>> waiters = WaiterSets(parsed.GetValue(_waiters)!);
        int runs = Numbers.Parse("--runs", parsed.GetValue(_runs)!, 1, MostRuns);
        Machine.CheckMemory(size);
        return new CompareOptions
        {
            SizeBytes = size,
            Page = page,
            Strategies = strategies,
            Fault = fault,
            WaiterSets = waiters,
            Runs = runs,
            Json = parsed.GetValue(_json) is { } path ? OutputFile.Check(path) : null,
        };
    }

    private static IReadOnlyList<IReadOnlyList<string>> WaiterSets(string text)
    {
        IReadOnlyList<string> all = WaiterKinds.Names;
        return text == "each"
            ? [all, .. all.Select(name => (IReadOnlyList<string>)[name])]
            : [NameList.Parse("waiter", text, all, "all")];
    }

    private static void NoteFailures(IReadOnlyList<RunResult> results, LabOutput output)
    {
        foreach (RunResult run in results)
        {
            foreach (WaiterResult waiter in run.Waiters.Where(w => w.Failures > 0))
            {
                output.NotesText.WriteLine($"mmlab: {run.Strategy}: {waiter.Failures} of {waiter.Ops} operations of '{waiter.Name}' failed");
            }
        }
    }
}
