using System.CommandLine;
using Mm.Faults;
using Mm.Strategies;
using MunmapLab.Output;
using Spectre.Console;

namespace MunmapLab.Commands;

/// <summary><c>mmlab strategies</c>: what there is to compare.</summary>
internal sealed class StrategiesCommand : LabCommand
{
    public StrategiesCommand()
        : base("strategies", "Lists the unmap and fault strategies: origin, lock steps, sound or not and which race breaks it.")
    {
    }

    public override int Execute(ParseResult parsed, LabOutput output, CancellationToken stop)
    {
        output.Report.WriteLine("Unmap strategies");
        foreach (UnmapStrategy s in UnmapStrategies.All)
        {
            Describe(output.Report, s.Name, s.Origin, s.LockSteps, s.Sound, s.Race);
        }

        output.Report.WriteLine();
        output.Report.WriteLine("Fault strategies");
        foreach (FaultStrategy s in FaultStrategies.All)
        {
            Describe(output.Report, s.Name, s.Origin, s.LockSteps, s.Sound, s.Race);
        }

        return ExitCode.Done;
    }

    private static void Describe(IAnsiConsole console, string name, string origin, IReadOnlyList<string> steps, bool sound, string? race)
    {
        console.WriteLine();
        console.MarkupLine(sound ? $"[bold]{Markup.Escape(name)}[/] (sound)" : $"[bold]{Markup.Escape(name)}[/] [red](unsound)[/]");
        Wrapped.Write(console, "  ", origin, 2);
        for (int i = 0; i < steps.Count; i++)
        {
            Wrapped.Write(console, $"  {i + 1}. ", steps[i], 5);
        }

        if (!sound)
        {
            Wrapped.Write(console, "  Race: ", race ?? "not named", 8);
        }
    }
}
