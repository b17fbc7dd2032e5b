using System.Globalization;
using Mm.Faults;
using Mm.Locks;
using Mm.Strategies;
using MunmapLab.CommandLine;
using MunmapLab.Output;
using Spectre.Console;

namespace MunmapLab.Compare;

/// <summary>The result as tables for people.</summary>
internal sealed class CompareReport
{
    private static readonly Style s_warning = new(Color.Red);

    private static readonly Style s_heading = new(decoration: Decoration.Bold);

    private readonly CompareOptions _options;
    private readonly IReadOnlyList<RunResult> _results;
    private readonly double _tierCostNs;

    public CompareReport(CompareOptions options, IReadOnlyList<RunResult> results, double tierCostNs)
    {
        _options = options;
        _results = results;
        _tierCostNs = tierCostNs;
    }

    public void Write(IAnsiConsole console)
    {
        string waiters = string.Join(", ", _options.WaiterSets[0]);
        string what = $"{ByteSize.Format(_options.SizeBytes)} ({Thousands(_results[0].Pages)} {PageKinds.Describe(_options.Page)})";
        Wrapped.Write(console, "", $"munmap of {what}, faults by {_options.Fault.Name}, beside {waiters}", 2);
        console.WriteLine();
        console.Write(Strategies());
        console.WriteLine();
        console.Write(Waiters());
        console.WriteLine();
        WriteNotes(console);
    }

    private Table Strategies()
    {
        Table table = NewTable("strategy", "sound", "total", "exclusive", "(sum)", "shared", "ns/page");
        foreach (RunResult r in _results)
        {
            table.AddRow(
                Text(RunName(r) + (r.Noisy ? " *" : "")),
                r.Sound ? Text("yes") : new Markup("[red]NO[/]"),
                Text(Durations.Format(r.TotalNs)),
                Text(Durations.Format(r.ExclusiveHoldMaxNs)),
                Text(Durations.Format(r.ExclusiveHoldSumNs)),
                Text(Durations.Format(r.SharedHoldNs)),
                Text(r.NsPerPage.ToString("0.0", CultureInfo.InvariantCulture)));
        }

        return table;
    }

    private Table Waiters()
    {
        Table table = NewTable("strategy", "waiter", "ops", "p50", "p99", "max", "by unmap");
        foreach (RunResult r in _results)
        {
            string name = RunName(r);
            foreach (WaiterResult w in r.Waiters)
            {
                table.AddRow(
                    Text(name),
                    Text(w.Name),
                    Text(Thousands(w.Ops)),
                    Text(w.Ops == 0 ? "-" : Durations.Format(w.P50Ns)),
                    Text(w.Ops == 0 ? "-" : Durations.Format(w.P99Ns)),
                    Text(w.Ops == 0 ? "-" : Durations.Format(w.MaxNs)),
                    Text(w.Ops == 0 ? "-" : Durations.Format(w.BlockedByUnmapMaxNs)));
                name = "";
            }
        }

        return table;
    }

    private void WriteNotes(IAnsiConsole console)
    {
        Wrapped.Write(
            console,
            "exclusive, shared: ",
            "the unmapper's longest hold of the mmap lock for write with the sum of such holds, and its other holds",
            2);
        Wrapped.Write(
            console,
            "waiters: ",
            "operations that were due during the unmapping, timed from when they were due; by unmap: the longest part of one operation's wait"
            + " that the unmapper caused, in its processor time",
            2);
        foreach (UnmapStrategy strategy in _options.Strategies.Where(s => !s.Sound && _results.Any(r => r.Strategy == s.Name)))
        {
            Wrapped.Write(console, $"{strategy.Name} is unsound: ", strategy.Race ?? "its race is not named", 2, s_warning);
        }

        if (_options.Fault is { Sound: false } fault)
        {
            Wrapped.Write(console, $"{fault.Name} is unsound: ", fault.Race ?? "its race is not named", 2, s_warning);
        }

        if (_results.Any(r => r.Noisy))
        {
            Wrapped.Write(console, "* noisy: ", "a garbage collection or the compiler ran during the unmapping", 2);
        }

        string clock = ThreadCpuClock.IsCpuTime ? "" : "; threads have no processor clock here, so \"by unmap\" is wall time";
        string tier = string.Create(
            CultureInfo.InvariantCulture, $"tier {LabStatistics.TierName}, which costs {_tierCostNs:0.0} ns for an acquisition with its release{clock}");
        Wrapped.Write(console, "lock statistics: ", tier, 2);
    }

    private string RunName(RunResult r)
    {
        string beside = _options.WaiterSets.Count > 1 && r.Waiters.Count == 1 ? " / " + r.Waiters[0].Name : "";
        return _options.Runs > 1 ? string.Create(CultureInfo.InvariantCulture, $"{r.Strategy}{beside} #{r.Run}") : r.Strategy + beside;
    }

    private static Table NewTable(params ReadOnlySpan<string> columns)
    {
        var table = new Table().Border(TableBorder.None);
        foreach (string name in columns)
        {
            var column = new TableColumn(new Text(name, s_heading)) { NoWrap = true };
            table.AddColumn(name is "strategy" or "waiter" or "sound" ? column : column.RightAligned());
        }

        return table;
    }

    private static Text Text(string text) => new(text);

    private static string Thousands(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
