using System.Text;

namespace MunmapLab.Replay;

/// <summary>The difference of two layouts as a unified diff, one range a line.</summary>
internal static class LayoutDiff
{
    private const int Context = 3;

    /// <summary>The diff, or null where the layouts are equal.</summary>
    /// <param name="expected">The recorded layout.</param>
    /// <param name="expectedName">What the <c>---</c> line calls it.</param>
    /// <param name="actual">The layout that the replay ended with.</param>
    /// <param name="actualName">What the <c>+++</c> line calls it.</param>
    public static string? Unified(IReadOnlyList<LayoutRange> expected, string expectedName, IReadOnlyList<LayoutRange> actual, string actualName)
    {
        List<Line> lines = Merge(expected, actual);
        if (lines.TrueForAll(l => l.Mark == ' '))
        {
            return null;
        }

        var text = new StringBuilder();
        text.Append("--- ").Append(expectedName).Append('\n').Append("+++ ").Append(actualName).Append('\n');
        for (int at = 0; at < lines.Count;)
        {
            int change = lines.FindIndex(at, l => l.Mark != ' ');
            if (change < 0)
            {
                break;
            }

            int start = Math.Max(at, change - Context);
            int end = EndOfHunk(lines, change);
            AppendHunk(text, lines, start, end);
            at = end;
        }

        return text.ToString();
    }

    /// <summary>Both layouts ascend, so the lines that they have in common are found by walking through them side by side.</summary>
    private static List<Line> Merge(IReadOnlyList<LayoutRange> expected, IReadOnlyList<LayoutRange> actual)
    {
        var lines = new List<Line>();
        int e = 0;
        int a = 0;
        while (e < expected.Count || a < actual.Count)
        {
            if (e < expected.Count && a < actual.Count && expected[e] == actual[a])
            {
                lines.Add(new Line(' ', expected[e].ToString(), e++, a++));
            }
            else if (a >= actual.Count || (e < expected.Count && expected[e].Start <= actual[a].Start))
            {
                lines.Add(new Line('-', expected[e].ToString(), e++, a));
            }
            else
            {
                lines.Add(new Line('+', actual[a].ToString(), e, a++));
            }
        }

        return lines;
    }

    private static int EndOfHunk(List<Line> lines, int change)
    {
        int end = change + 1;
        for (int i = end; i < lines.Count && i < end + 2 * Context; i++)
        {
            if (lines[i].Mark != ' ')
            {
                end = i + 1;
            }
        }

        return Math.Min(lines.Count, end + Context);
    }

    private static void AppendHunk(StringBuilder text, List<Line> lines, int start, int end)
    {
        int removed = lines[start..end].Count(l => l.Mark != '+');
        int added = lines[start..end].Count(l => l.Mark != '-');
        int expectedLine = lines[start].ExpectedIndex + (removed > 0 ? 1 : 0);
        int actualLine = lines[start].ActualIndex + (added > 0 ? 1 : 0);
        text.Append("@@ -").Append(expectedLine).Append(',').Append(removed).Append(" +").Append(actualLine).Append(',').Append(added).Append(" @@\n");
        foreach (Line line in lines[start..end])
        {
            text.Append(line.Mark).Append(line.Text).Append('\n');
        }
    }

    private readonly record struct Line(char Mark, string Text, int ExpectedIndex, int ActualIndex);
}
