using Mm.Frames;
using Mm.Locks;
using Mm.Tlb;

namespace Mm.PageTables;

/// <summary>The page tables of an address space.</summary>
/// <remarks>
/// <para>Walks take no lock: they need a read section of the pool's RCU domain, or a lock that keeps the mapping (mmap lock, VMA lock, rmap lock). Each table
/// has a lock of
/// its own; after taking it, ask <see cref="TableNode.Covers"/>.</para>
/// <para>The members that work on a range lock each table for the time it takes to change it. The caller keeps the mapping from changing: see the lock rules
/// of each
/// operation in LINUX-MM.md 1.6.</para>
/// </remarks>
public sealed partial class PageTable : IDisposable
{
    private readonly DirectoryTable _root;
    private long _tables;

    /// <summary>Empty tables of a new address space.</summary>
    /// <param name="pool">Where tables come from.</param>
    /// <exception cref="InsufficientMemoryException">There is no native memory for the topmost table.</exception>
    public PageTable(TablePool pool)
    {
        ArgumentNullException.ThrowIfNull(pool);
        Pool = pool;
        Context = new TlbContext(pool.Cpus, Geometry.ShiftOf(1));
        _root = (DirectoryTable?)pool.Take(Geometry.Levels - 1) ?? throw new InsufficientMemoryException("There is no native memory for a page table.");
        _root.Lock.Lock();
        _root.Link(0);
        _root.Lock.Unlock();
        _tables = 1;
    }

    /// <summary>Where tables come from.</summary>
    public TablePool Pool { get; }

    /// <summary>The address space as TLBs know it.</summary>
    public TlbContext Context { get; }

    /// <summary>Pages that are mapped, by kind.</summary>
    public RssCounters Rss { get; } = new();

    /// <summary>Bytes of page tables in use (<c>pgtables_bytes</c>).</summary>
    /// <remarks>Read whole; pairs with the additions in CountTables, and orders nothing.</remarks>
    public long TableBytes => Volatile.Read(ref _tables) * Geometry.Entries * sizeof(ulong);

    internal PagingGeometry Geometry => Pool.Geometry;

    private FrameTable Frames => Pool.Frames;

    /// <summary>The table of pages for an address.</summary>
    /// <param name="addr">The address.</param>
    /// <returns>Null if there is none, or a huge page is mapped there.</returns>
    public PteTable? WalkPte(ulong addr) => WalkPmd(addr, out _)?.ChildFor(addr);

    /// <summary>The table above the tables of pages for an address.</summary>
    /// <param name="addr">The address.</param>
    /// <returns>Null if there is none.</returns>
    public PmdTable? WalkPmd(ulong addr) => WalkPmd(addr, out _);

    /// <summary>Takes every page and table out, when no thread runs in the address space any more.</summary>
    public void Dispose()
    {
        var gather = new MmuGather(this);
        Zap(0, Geometry.AddressLimit, ref gather);
        FreeTables(0, Geometry.AddressLimit, 0, Geometry.AddressLimit, ref gather);
        gather.Finish();
        Context.FlushAll();
        _root.Lock.Lock();
        _root.Unlink();
        _root.Lock.Unlock();
        Pool.Retire(_root);
    }

    /// <summary>The table above the tables of pages for an address.</summary>
    /// <param name="addr">The address.</param>
    /// <param name="spanEnd">First address past what it maps, or past what there is no table for.</param>
    internal PmdTable? WalkPmd(ulong addr, out ulong spanEnd)
    {
        TableNode? node = addr < Geometry.AddressLimit ? _root : null;
        var level = Geometry.Levels - 1;
        for (; level > 1 && node is not null; level--)
        {
            node = ((DirectoryTable)node).ChildFor(addr);
        }

        // Below the missing table nothing is mapped: the walk goes on behind it.
        spanEnd = EndOfSpan(addr, level + 1);
        return (PmdTable?)node;
    }

    private ulong EndOfSpan(ulong addr, int level) => (addr | (Geometry.SpanOf(level) - 1)) + 1;

    private void CountTables(int delta) =>

        // A sum that holders of different table locks change; nothing is ordered by it.
        Interlocked.Add(ref _tables, delta);
}
