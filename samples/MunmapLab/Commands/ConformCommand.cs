using System.CommandLine;
using Mm.Conformance;
using Mm.Conformance.Kernel;
using Mm.Conformance.Scripts;
using Mm.Faults;
using Mm.Strategies;
using MunmapLab.CommandLine;
using MunmapLab.Conform;
using MunmapLab.Output;

namespace MunmapLab.Commands;

/// <summary><c>mmlab conform</c>: the same operations on the engine and on the running kernel, compared after each.</summary>
internal sealed class ConformCommand : LabCommand
{
    private const long MostOperations = 1_000_000_000_000;

    private readonly Option<string> _ops = new("--ops") { Description = "random operations to compare", HelpName = "N", DefaultValueFactory = _ => "20000" };
    private readonly Option<string> _seed = new("--seed") { Description = "the seed of the random sequences", HelpName = "S", DefaultValueFactory = _ => "1" };
    private readonly Option<bool> _minimize = new("--minimize") { Description = "search the shortest sequence that shows a difference; with false print it as it was met", HelpName = "true|false", DefaultValueFactory = _ => true };
    private readonly Option<string?> _from = new("--from") { Description = "run the sequences of a file instead of random ones (docs/conformance.md has the format)", HelpName = "FILE" };
    private readonly Option<bool> _force = new("--force") { Description = "compare what this kernel is known to do otherwise, too" };
    private readonly Option<bool> _unprivileged = new("--unprivileged") { Description = "without the rights that lift memory limits, on both sides" };
    private readonly Option<string> _strategy = new("--strategy") { Description = "the engine's unmap strategy", HelpName = "NAME", DefaultValueFactory = _ => UnmapStrategies.DetachDowngrade.Name };
    private readonly Option<string> _fault = new("--fault") { Description = "the engine's fault strategy", HelpName = "NAME", DefaultValueFactory = _ => FaultStrategies.PerVma.Name };

    public ConformCommand()
        : base("conform", "Runs the same operations on the engine and on the running kernel and compares after each.")
    {
        _strategy.CompletionSources.Add([.. UnmapStrategies.All.Select(s => s.Name)]);
        _fault.CompletionSources.Add([.. FaultStrategies.All.Select(s => s.Name)]);
        foreach (Option option in (Option[])[_ops, _seed, _minimize, _from, _force, _unprivileged, _strategy, _fault])
        {
            Options.Add(option);
        }
    }

    public override int Execute(ParseResult parsed, LabOutput output, CancellationToken stop)
    {
        ConformOptions options = Validate(parsed);
        try
        {
            if (options.From is { } file && !Check(file.Name, file.Text, output))
            {
                return ExitCode.BadInput;
            }

            using KernelSubject kernel = KernelSubject.Start(new KernelSubjectOptions { Unprivileged = options.Unprivileged });
            var runner = new ConformRunner(options, kernel, output, stop);
            return options.From is null ? runner.CompareRandom() : runner.CompareScripts();
        }
        catch (KernelUnavailableException reason)
        {
            output.Error($"nothing can be compared with the kernel here: {reason.Message}");
            return ExitCode.Inconclusive;
        }
    }

    private ConformOptions Validate(ParseResult parsed)
    {
        string? from = parsed.GetValue(_from);
        if (from is not null && (parsed.GetResult(_ops) is { Implicit: false } || parsed.GetResult(_seed) is { Implicit: false }))
        {
            throw new UsageException("--from runs the sequences of a file; --ops and --seed are for random ones");
        }

        UnmapStrategy strategy = StrategyNames.Unmap(parsed.GetValue(_strategy)!);
        FaultStrategy fault = StrategyNames.Fault(parsed.GetValue(_fault)!);
        if (StrategyCombination.Refuse(strategy, fault, strategy.DefaultProtocol) is { } refusal)
        {
            throw new UsageException($"{strategy.Name} and {fault.Name} do not go together: {refusal}");
        }

        return new ConformOptions
        {
            Random = new ConformanceOptions
            {
                Operations = Numbers.ParseLong("--ops", parsed.GetValue(_ops)!, 1, MostOperations),
                Seed = Numbers.Parse("--seed", parsed.GetValue(_seed)!, 0, int.MaxValue),
                Minimize = parsed.GetValue(_minimize),
                Force = parsed.GetValue(_force),
            },
            Strategy = strategy,
            Fault = fault,
            Unprivileged = parsed.GetValue(_unprivileged),
            From = from is null ? null : (from, InputFile.ReadText(from)),
        };
    }

    /// <summary>Reads the file once before a kernel is needed, so that a bad line is named on every system.</summary>
    private static bool Check(string name, string text, LabOutput output)
    {
        try
        {
            if (Script.Parse(text, name, AddressPlan.Default).Count > 0)
            {
                return true;
            }

            output.Error($"{name}: there is no operation in it");
        }
        catch (FormatException e)
        {
            output.Error(e.Message);
        }

        return false;
    }
}
