using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.Text;

namespace Mm.Analyzers.Testing;

/// <summary>Takes the marks <c>[|...|]</c> and <c>{|ID:...|}</c> out of a source.</summary>
internal static class MarkupText
{
    private static readonly Regex s_mark = new(@"\[\||\|\]|\{\|(?<id>[A-Z]+[0-9]+):|\|\}", RegexOptions.CultureInvariant);

    public static (string Source, List<Mark> Marks) Parse(string markup)
    {
        var source = new StringBuilder();
        var marks = new List<Mark>();
        var open = new Stack<(int Start, string? Id, char Close)>();
        int copied = 0;
        foreach (Match match in s_mark.Matches(markup))
        {
            source.Append(markup, copied, match.Index - copied);
            copied = match.Index + match.Length;
            if (match.Value[0] != '|')
            {
                open.Push((source.Length, match.Groups["id"].Success ? match.Groups["id"].Value : null, match.Value[0] == '[' ? ']' : '}'));
                continue;
            }

            if (open.Count == 0 || open.Peek().Close != match.Value[1])
            {
                throw new FormatException($"'{match.Value}' at offset {match.Index} closes no mark.");
            }

            var (start, id, _) = open.Pop();
            marks.Add(new Mark(TextSpan.FromBounds(start, source.Length), id));
        }

        if (open.Count > 0)
        {
            throw new FormatException($"{open.Count} mark(s) are not closed.");
        }

        source.Append(markup, copied, markup.Length - copied);
        return (source.ToString(), marks);
    }

    /// <summary>A marked span, and the id it asks for; null where the mark names none.</summary>
    public sealed record Mark(TextSpan Span, string? Id);
}
