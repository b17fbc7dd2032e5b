using Spectre.Console;

namespace MunmapLab.Output;

/// <summary>Paragraphs broken at the console's width, with the lines after the first one indented.</summary>
internal static class Wrapped
{
    /// <param name="console">Where to.</param>
    /// <param name="first">What stands before the first line, styled by the caller's choice and counted as text.</param>
    /// <param name="text">The paragraph.</param>
    /// <param name="indent">Spaces before each further line.</param>
    /// <param name="style">The style of <paramref name="first"/>.</param>
    public static void Write(IAnsiConsole console, string first, string text, int indent, Style? style = null)
    {
        int width = Math.Max(40, console.Profile.Width);
        console.Write(new Text(first, style ?? Style.Plain));
        int column = first.Length;
        bool lineStart = true;
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!lineStart && column + 1 + word.Length > width)
            {
                console.WriteLine();
                console.Write(new Text(new string(' ', indent)));
                column = indent;
                lineStart = true;
            }

            string piece = lineStart ? word : " " + word;
            console.Write(new Text(piece));
            column += piece.Length;
            lineStart = false;
        }

        console.WriteLine();
    }
}
