namespace MunmapLab.CommandLine;

/// <summary>Lists of names on the command line.</summary>
internal static class NameList
{
    /// <summary>The names of a list, each of them known and none of them twice.</summary>
    /// <param name="kind">What the names are of.</param>
    /// <param name="text">Names separated by commas, or the word for all of them.</param>
    /// <param name="known">The names there are.</param>
    /// <param name="all">The word for all of them.</param>
    /// <exception cref="UsageException">It is no such list.</exception>
    public static IReadOnlyList<string> Parse(string kind, string text, IEnumerable<string> known, string all)
    {
        List<string> names = [.. known];
        if (text == all)
        {
            return names;
        }

        var list = new List<string>();
        foreach (string name in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!names.Contains(name))
            {
                throw new UsageException(NearestName.Unknown(kind, name, [.. names, all]));
            }

            if (list.Contains(name))
            {
                throw new UsageException($"{kind} '{name}' is named twice");
            }

            list.Add(name);
        }

        return list;
    }
}
