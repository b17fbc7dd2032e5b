using Mm.Frames;
using Mm.Locks;
using Mm.Tlb;

namespace Mm.PageTables;

/// <summary>The page tables of a machine that are not in use, and what tables are made from.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class TablePool : IDisposable
{
    /// <summary>So many free tables of a level are kept; a quarter of a gigabyte of them.</summary>
    private const int KeptAtMost = 1 << 16;

    private readonly System.Threading.Lock _lock = new();

    [GuardedBy("_lock")]
    private readonly TableNode?[] _free;

    [GuardedBy("_lock")]
    private readonly int[] _freeCount;

    /// <summary>Lists of tables that wait for a grace period.</summary>
    private int _retired;

    /// <summary>A machine's tables.</summary>
    /// <param name="frames">Its frames.</param>
    /// <param name="cpus">Its CPUs.</param>
    /// <param name="rcu">Unlinked tables are used again after its grace period.</param>
    /// <param name="geometry">Shape of the tables; null is x86-64 with four levels.</param>
    public TablePool(FrameTable frames, CpuSet cpus, RcuDomain rcu, PagingGeometry? geometry = null)
    {
        ArgumentNullException.ThrowIfNull(frames);
        ArgumentNullException.ThrowIfNull(cpus);
        ArgumentNullException.ThrowIfNull(rcu);
        Frames = frames;
        Cpus = cpus;
        Rcu = rcu;
        Geometry = geometry ?? PagingGeometry.FourLevel;
        _free = new TableNode?[Geometry.Levels];
        _freeCount = new int[Geometry.Levels];
    }

    /// <summary>The machine's frames.</summary>
    public FrameTable Frames { get; }

    /// <summary>The machine's CPUs.</summary>
    public CpuSet Cpus { get; }

    /// <summary>Shape of the tables.</summary>
    public PagingGeometry Geometry { get; }

    /// <summary>What was found to be broken.</summary>
    public StorageViolations Violations { get; } = new();

    internal RcuDomain Rcu { get; }

    /// <summary>Gives the free tables' memory back. No address space may have tables any more.</summary>
    public void Dispose()
    {
        Rcu.Synchronize();
        lock (_lock)
        {
            foreach (ref var list in _free.AsSpan())
            {
                for (; list is not null; list = list.Next)
                {
                    list.Memory.Free(Frames.Budget);
                }
            }

            Array.Clear(_freeCount);
        }
    }

    /// <summary>An empty table, linked nowhere; null if there is no native memory.</summary>
    internal TableNode? Take(int level)
    {
        var found = TakeFree(level);

        // A hint; pairs with the additions in Retire and GiveBack.
        if (found is null && Volatile.Read(ref _retired) != 0)
        {
            // Tables wait for a grace period that nobody may have reason to end soon: better than to allocate more.
            Rcu.TryReclaim();
            found = TakeFree(level);
        }

        if (found is not null)
        {
            return found;
        }

        if (!RawTable<ulong>.TryAllocate(Geometry.Entries, Frames.Budget, out var entries))
        {
            return null;
        }

        return level switch
        {
            0 => new PteTable(this, entries),
            1 => new PmdTable(this, entries),
            _ => new DirectoryTable(this, level, entries),
        };
    }

    /// <summary>Takes an empty table back that nobody knows any more.</summary>
    internal void Give(TableNode table)
    {
        lock (_lock)
        {
            if (_freeCount[table.Level] < KeptAtMost)
            {
                table.Next = _free[table.Level];
                _free[table.Level] = table;
                _freeCount[table.Level]++;
                return;
            }
        }

        table.Memory.Free(Frames.Budget);
    }

    /// <summary>Takes unlinked tables back once nobody can be walking through them.</summary>
    /// <param name="first">The first of a list.</param>
    internal void Retire(TableNode first)
    {
        // A hint that there is something to reclaim; orders nothing.
        Interlocked.Increment(ref _retired);
        Rcu.Retire(first, static list => GiveBack((TableNode)list));
    }

    private static void GiveBack(TableNode first)
    {
        // As in Retire.
        Interlocked.Decrement(ref first.Pool._retired);
        for (TableNode? table = first; table is not null;)
        {
            var next = table.Next;
            table.Pool.Give(table);
            table = next;
        }
    }

    private TableNode? TakeFree(int level)
    {
        lock (_lock)
        {
            if (_free[level] is { } table)
            {
                _free[level] = table.Next;
                _freeCount[level]--;
                table.Next = null;
                return table;
            }
        }

        return null;
    }
}
