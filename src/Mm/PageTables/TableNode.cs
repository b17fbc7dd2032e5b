using Mm.Locks;

namespace Mm.PageTables;

/// <summary>The record of a page table: its native entries, its lock, and where it is linked.</summary>
/// <remarks>
/// Records are found without a lock and are used again for other tables, so whoever has found one locks it and asks <see cref="Covers"/> before anything
/// else: a table
/// that was unlinked or moved meanwhile says no. Neither the record nor its native memory goes away while it is linked.
/// </remarks>
public abstract class TableNode
{
    /// <summary>Guards the entries and the links of the table.</summary>
    public readonly PageTableLock Lock;

    private protected readonly PagingGeometry Geometry;

    /// <summary>The entries, as the processor would read them.</summary>
    [GuardedBy("Lock", LockFreeReads = true)]
    private protected readonly RawTable<ulong> Entries;

    [GuardedBy("Lock")]
    private ulong _base;

    [GuardedBy("Lock")]
    private bool _linked;

    [GuardedBy("Lock")]
    private int _live;

    private protected TableNode(TablePool pool, int level, RawTable<ulong> entries, LockClass lockClass)
    {
        Pool = pool;
        Geometry = pool.Geometry;
        Memory = entries;
        Level = level;
        Entries = entries;
        Lock = new PageTableLock(lockClass);
    }

    /// <summary>0 for tables that map pages, 1 for those above them, and so on.</summary>
    public int Level { get; }

    /// <summary>Link of the lists of the pool and of gathers; only the list's owner uses it.</summary>
    internal TableNode? Next { get; set; }

    /// <summary>The native memory, for the pool, when nobody else knows the record.</summary>
    internal RawTable<ulong> Memory { get; }

    /// <summary>Where the record goes when nobody knows it any more.</summary>
    internal TablePool Pool { get; }

    /// <summary>Entries that are not empty.</summary>
    [RequiresRead("Lock")]
    public int Live => _live;

    /// <summary>First address that the table maps; meaningful while it is linked.</summary>
    [RequiresRead("Lock")]
    public ulong Base => _base;

    /// <summary>Whether the table is still linked where a walk for an address found it.</summary>
    /// <param name="addr">The address.</param>
    [RequiresRead("Lock")]
    public bool Covers(ulong addr) => _linked && (addr ^ _base) >> Geometry.ShiftOf(Level + 1) == 0;

    /// <summary>The entry for an address.</summary>
    /// <param name="addr">The address.</param>
    public int IndexOf(ulong addr) => (int)(addr >> Geometry.ShiftOf(Level)) & (Geometry.Entries - 1);

    /// <summary>The table is found by walks for its addresses from now on.</summary>
    [RequiresWrite("Lock")]
    internal void Link(ulong addr)
    {
        _base = addr & ~(Geometry.SpanOf(Level + 1) - 1);
        _linked = true;
    }

    /// <summary>The table is not to be used any more by who finds it.</summary>
    [RequiresWrite("Lock")]
    internal void Unlink() => _linked = false;

    [RequiresWrite("Lock")]
    private protected void AddLive(int entries) => _live += entries;
}
