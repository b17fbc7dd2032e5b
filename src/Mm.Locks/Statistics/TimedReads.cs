namespace Mm.Locks;

/// <summary>The calling thread's read holds that are being timed: a handful at most, so a list that is searched from its end.</summary>
internal static class TimedReads
{
    [ThreadStatic]
    private static Entry[]? t_entries;

    [ThreadStatic]
    private static int t_count;

    internal static void Begin(LockStatistics statistics, long began)
    {
        Entry[] entries = t_entries ??= new Entry[8];
        if (t_count == entries.Length)
        {
            Array.Resize(ref entries, entries.Length * 2);
            t_entries = entries;
        }

        entries[t_count++] = new Entry(statistics, began);
    }

    internal static bool TryEnd(LockStatistics statistics, out long began)
    {
        Entry[]? entries = t_entries;
        for (int i = t_count - 1; i >= 0; i--)
        {
            if (ReferenceEquals(entries![i].Statistics, statistics))
            {
                began = entries[i].Began;
                t_count--;
                for (int j = i; j < t_count; j++)
                {
                    entries[j] = entries[j + 1];
                }

                entries[t_count] = default;
                return true;
            }
        }

        began = 0;
        return false;
    }

    private readonly struct Entry
    {
        internal Entry(LockStatistics statistics, long began)
        {
            Statistics = statistics;
            Began = began;
        }

        internal LockStatistics Statistics { get; }

        internal long Began { get; }
    }
}
