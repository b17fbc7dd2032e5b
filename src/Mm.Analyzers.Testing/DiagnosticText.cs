using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Mm.Analyzers.Testing;

/// <summary>The text of diagnostics, for people and for snapshots.</summary>
internal static class DiagnosticText
{
    public static string Write(ImmutableArray<Diagnostic> errors, ImmutableArray<Diagnostic> diagnostics, bool named)
    {
        if (errors.IsEmpty && diagnostics.IsEmpty)
        {
            return "No diagnostics.\n";
        }

        var text = new StringBuilder();
        foreach (var diagnostic in errors.Concat(diagnostics))
        {
            Write(text, diagnostic, named);
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, Diagnostic diagnostic, bool named)
    {
        string severity = diagnostic.Severity.ToString().ToLowerInvariant();
        text.Append(Position(diagnostic.Location, named)).Append(": ").Append(severity).Append(' ').Append(diagnostic.Id).Append(": ")
            .Append(diagnostic.GetMessage(CultureInfo.InvariantCulture).Replace("\r", "")).Append('\n');
        Underline(text, diagnostic.Location, "    ");
        foreach (var location in diagnostic.AdditionalLocations)
        {
            text.Append("  see ").Append(Position(location, named)).Append('\n');
            Underline(text, location, "      ");
        }
    }

    private static string Position(Location location, bool named)
    {
        if (location.SourceTree is null)
        {
            return "(no source)";
        }

        var position = location.GetLineSpan();
        string file = named ? position.Path : "";
        return $"{file}({position.StartLinePosition.Line + 1},{position.StartLinePosition.Character + 1})";
    }

    // The line without its indentation, and below it a tilde for every character of the span that lies on the line.
    private static void Underline(StringBuilder text, Location location, string indent)
    {
        if (location.SourceTree is null)
        {
            return;
        }

        var source = location.SourceTree.GetText();
        var line = source.Lines.GetLineFromPosition(location.SourceSpan.Start);
        string content = line.ToString();
        string shown = content.TrimStart();
        int start = location.SourceSpan.Start - line.Start - (content.Length - shown.Length);
        int length = Math.Max(1, Math.Min(location.SourceSpan.End, line.End) - location.SourceSpan.Start);
        text.Append(indent).Append(shown.TrimEnd()).Append('\n');
        text.Append(indent).Append(' ', Math.Max(0, start)).Append('~', length).Append('\n');
    }
}
