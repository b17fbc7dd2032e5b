using Spectre.Console;

namespace MunmapLab.Output;

/// <summary>
/// Where the program writes: the report to standard output, progress and notes to standard error. Colours and lines are used on a
/// terminal only, and colours only without NO_COLOR.
/// </summary>
internal sealed class LabOutput
{
    /// <summary>Width of a report that no terminal shows.</summary>
    public const int PlainWidth = 80;

    private LabOutput(IAnsiConsole report, IAnsiConsole notes, TextWriter reportText, TextWriter notesText, bool notesOnTerminal)
    {
        Report = report;
        Notes = notes;
        ReportText = reportText;
        NotesText = notesText;
        NotesOnTerminal = notesOnTerminal;
    }

    /// <summary>Standard output, for tables.</summary>
    public IAnsiConsole Report { get; }

    /// <summary>Standard error, for progress.</summary>
    public IAnsiConsole Notes { get; }

    /// <summary>Standard output as it is.</summary>
    public TextWriter ReportText { get; }

    /// <summary>Standard error as it is.</summary>
    public TextWriter NotesText { get; }

    /// <summary>Progress may be drawn and drawn again.</summary>
    public bool NotesOnTerminal { get; }

    public static LabOutput ForConsole()
    {
        bool colours = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        return new LabOutput(
            Create(Console.Out, !Console.IsOutputRedirected, colours),
            Create(Console.Error, !Console.IsErrorRedirected, colours),
            Console.Out,
            Console.Error,
            !Console.IsErrorRedirected);
    }

    /// <summary>Plain text into two writers.</summary>
    public static LabOutput ForText(TextWriter report, TextWriter notes) =>
        new(Create(report, terminal: false, colours: false), Create(notes, terminal: false, colours: false), report, notes, notesOnTerminal: false);

    /// <summary>The error that ends the program: one line, and nothing else.</summary>
    public void Error(string message) => NotesText.WriteLine("mmlab: " + message.ReplaceLineEndings(" "));

    private static IAnsiConsole Create(TextWriter writer, bool terminal, bool colours)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = terminal && colours ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        if (!terminal)
        {
            console.Profile.Width = PlainWidth;
            console.Profile.Capabilities.Unicode = false;
        }

        return console;
    }
}
