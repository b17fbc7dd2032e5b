namespace MunmapLab.CommandLine;

/// <summary>Finds what a user probably meant.</summary>
internal static class NearestName
{
    /// <summary>The message for a name that is not known: the nearest one if any is near, else all of them.</summary>
    /// <param name="kind">What the name is of: <c>strategy</c>.</param>
    /// <param name="given">What the user wrote.</param>
    /// <param name="known">The names there are.</param>
    public static string Unknown(string kind, string given, IEnumerable<string> known)
    {
        List<string> names = [.. known];
        string? nearest = Find(given, names);
        return nearest is null
            ? $"unknown {kind} '{given}'; there are {string.Join(", ", names)}"
            : $"unknown {kind} '{given}'; the nearest is '{nearest}'";
    }

    /// <summary>The name with the fewest edits, or null if that would be a guess: more than a third of the name.</summary>
    public static string? Find(string given, IEnumerable<string> known)
    {
        string? nearest = null;
        int fewest = int.MaxValue;
        foreach (string name in known)
        {
            int edits = name.StartsWith(given, StringComparison.OrdinalIgnoreCase) && given.Length >= 3 ? 1 : Edits(given, name);
            if (edits < fewest && edits * 3 <= Math.Max(name.Length, given.Length))
            {
                (nearest, fewest) = (name, edits);
            }
        }

        return nearest;
    }

    /// <summary>Insertions, deletions, substitutions and swaps of neighbours that turn one into the other.</summary>
    private static int Edits(string a, string b)
    {
        var table = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    table[i, j] = i + j;
                    continue;
                }

                bool same = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]);
                int edits = Math.Min(Math.Min(table[i - 1, j], table[i, j - 1]) + 1, table[i - 1, j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    edits = Math.Min(edits, table[i - 2, j - 2] + 1);
                }

                table[i, j] = edits;
            }
        }

        return table[a.Length, b.Length];
    }
}
