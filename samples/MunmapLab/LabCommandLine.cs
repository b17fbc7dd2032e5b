using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using MunmapLab.CommandLine;
using MunmapLab.Commands;
using MunmapLab.Output;
using MunmapLab.Traces;

namespace MunmapLab;

/// <summary>The program: from the words of the command line to the exit code.</summary>
internal static class LabCommandLine
{
    /// <summary>Runs the program.</summary>
    /// <param name="arguments">The words behind the program's name.</param>
    /// <param name="output">Where results and notes go.</param>
    /// <param name="stop">Cancelled when the user wants the program to stop.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Run(IReadOnlyList<string> arguments, LabOutput output, CancellationToken stop)
    {
        try
        {
            RootCommand root = Build(output, stop);
            ParseResult parsed = root.Parse(arguments.Count == 0 ? ["compare"] : arguments);
            if (parsed.Errors.Count > 0 && parsed.Action is null or ParseErrorAction)
            {
                throw new UsageException(Explain(parsed));
            }

            return parsed.Invoke(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
                Output = output.ReportText,
                Error = output.NotesText,
            });
        }
        catch (UsageException e)
        {
            output.Error(e.Message);
            return ExitCode.Usage;
        }
        catch (TraceFormatException e)
        {
            output.Error(e.Message);
            return ExitCode.BadInput;
        }
        catch (Exception e)
        {
            output.Error($"a fault of mmlab itself: {e}");
            return ExitCode.Internal;
        }
    }

    private static RootCommand Build(LabOutput output, CancellationToken stop)
    {
        var root = new RootCommand("Shows what unmapping does to everyone else. Without a command: compare, with its defaults.");
        LabCommand[] commands = [new CompareCommand(), new ReplayCommand(), new ConformCommand(), new BenchCommand(), new StrategiesCommand()];
        foreach (LabCommand command in commands)
        {
            command.SetAction(parsed => command.Execute(parsed, output, stop));
            root.Subcommands.Add(command);
        }

        foreach (HelpOption help in root.Options.OfType<HelpOption>())
        {
            ((HelpAction)help.Action!).MaxWidth = output.Report.Profile.Width;
        }

        return root;
    }

    /// <summary>The error of the command line in one line: of several the one that says most.</summary>
    private static string Explain(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        if (parsed.UnmatchedTokens is [['-', ..], ..])
        {
            return UnknownOption(command, parsed.UnmatchedTokens[0]);
        }

        if (parsed.UnmatchedTokens is [var word, ..] && command.Subcommands.Count > 0)
        {
            return NearestName.Unknown("command", word, command.Subcommands.Select(c => c.Name));
        }

        return parsed.Errors[^1].Message;
    }

    private static string UnknownOption(Command command, string option)
    {
        Command? owner = command.Subcommands.FirstOrDefault(c => c.Options.Any(o => o.Name == option));
        return owner is null
            ? NearestName.Unknown("option", option, command.Options.Select(o => o.Name))
            : $"unknown option '{option}'; it belongs to 'mmlab {owner.Name}'";
    }
}
