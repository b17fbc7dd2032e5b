namespace Mm.PageTables;

/// <summary>Pages of an address space by kind (<c>rss_stat</c>). The zero page is not counted.</summary>
/// <remarks>Changed under the lock of the table whose entries changed, once for all of them. Thread-safe; sums of a moment when nobody changes
/// entries.</remarks>
public sealed class RssCounters
{
    private long _anon;
    private long _file;
    private long _shmem;

    /// <summary>Anonymous pages.</summary>
    /// <remarks>Read whole; pairs with the additions in <see cref="Add"/>, and orders nothing.</remarks>
    public long Anon => Volatile.Read(ref _anon);

    /// <summary>Pages of files.</summary>
    /// <remarks>Read whole; pairs with the additions in <see cref="Add"/>, and orders nothing.</remarks>
    public long File => Volatile.Read(ref _file);

    /// <summary>Pages of shared anonymous memory.</summary>
    /// <remarks>Read whole; pairs with the additions in <see cref="Add"/>, and orders nothing.</remarks>
    public long Shmem => Volatile.Read(ref _shmem);

    /// <summary>All pages.</summary>
    public long Total => Anon + File + Shmem;

    /// <summary>Adds pages, or takes them off.</summary>
    /// <param name="delta">How many of each kind.</param>
    public void Add(in RssDelta delta)
    {
        // Sums that holders of different table locks change; nothing is ordered by them.
        if (delta.Anon != 0)
        {
            Interlocked.Add(ref _anon, delta.Anon);
        }

        if (delta.File != 0)
        {
            Interlocked.Add(ref _file, delta.File);
        }

        if (delta.Shmem != 0)
        {
            Interlocked.Add(ref _shmem, delta.Shmem);
        }
    }
}

/// <summary>A change of the pages of an address space.</summary>
public struct RssDelta
{
    /// <summary>Anonymous pages.</summary>
    public long Anon;

    /// <summary>Pages of files.</summary>
    public long File;

    /// <summary>Pages of shared anonymous memory.</summary>
    public long Shmem;

    /// <summary>Counts pages of a frame's kind.</summary>
    /// <param name="flags">The frame's flags.</param>
    /// <param name="pages">How many; less than 0 when they go.</param>
    public void Count(Frames.FrameFlags flags, long pages)
    {
        if ((flags & Frames.FrameFlags.Anon) != 0)
        {
            Anon += pages;
        }
        else if ((flags & Frames.FrameFlags.Shmem) != 0)
        {
            Shmem += pages;
        }
        else
        {
            File += pages;
        }
    }
}
