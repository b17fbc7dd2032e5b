using System.CommandLine;
using MunmapLab.Output;

namespace MunmapLab.Commands;

/// <summary>A command of the program.</summary>
internal abstract class LabCommand(string name, string description) : Command(name, description)
{
    /// <summary>Does what the command line says.</summary>
    /// <param name="parsed">The command line, without errors.</param>
    /// <param name="output">Where results and notes go.</param>
    /// <param name="stop">Cancelled by Ctrl+C.</param>
    /// <returns>The exit code.</returns>
    public abstract int Execute(ParseResult parsed, LabOutput output, CancellationToken stop);
}
