namespace Mm.PageTables;

/// <summary>The shape of the page tables: entries of a table, and levels.</summary>
public sealed record PagingGeometry
{
    /// <summary>A shape.</summary>
    /// <param name="indexBits">Binary logarithm of the entries of a table, 1 to 9.</param>
    /// <param name="levels">Levels of tables, from 3 on.</param>
    public PagingGeometry(int indexBits, int levels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(indexBits, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(indexBits, 9);
        ArgumentOutOfRangeException.ThrowIfLessThan(levels, 3);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((indexBits * levels) + PageShift, 57);
        IndexBits = indexBits;
        Levels = levels;
    }

    internal const int PageShift = 12;

    /// <summary>x86-64 with 48-bit addresses.</summary>
    public static PagingGeometry FourLevel { get; } = new(9, 4);

    /// <summary>x86-64 with 57-bit addresses.</summary>
    public static PagingGeometry FiveLevel { get; } = new(9, 5);

    /// <summary>Binary logarithm of the entries of a table.</summary>
    public int IndexBits { get; }

    /// <summary>Levels of tables.</summary>
    public int Levels { get; }

    /// <summary>Entries of a table.</summary>
    public int Entries => 1 << IndexBits;

    /// <summary>The first address past those that the tables can map.</summary>
    public ulong AddressLimit => 1UL << ShiftOf(Levels);

    /// <summary>Whether an entry of the level above the last can map 512 frames at once.</summary>
    public bool HasHugePages => IndexBits == 9;

    /// <summary>Binary logarithm of the bytes that an entry of a level spans.</summary>
    /// <param name="level">0 for the tables that map pages.</param>
    internal int ShiftOf(int level) => PageShift + (level * IndexBits);

    /// <summary>Bytes that an entry of a level spans.</summary>
    /// <param name="level">0 for the tables that map pages.</param>
    internal ulong SpanOf(int level) => 1UL << ShiftOf(level);
}
