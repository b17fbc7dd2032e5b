using Mm.Locks;

namespace Mm.PageTables;

/// <summary>A table whose entries are tables: PGD, P4D, PUD.</summary>
public sealed class DirectoryTable : TableNode
{
    private static readonly LockClass s_lockClass = LockClass.Of("DirectoryTable.Lock");

    [GuardedBy("Lock", LockFreeReads = true)]
    private readonly TableNode?[] _children;

    internal DirectoryTable(TablePool pool, int level, RawTable<ulong> entries)
        : base(pool, level, entries, s_lockClass)
    {
        _children = new TableNode?[pool.Geometry.Entries];
    }

    /// <summary>The table below for an address, if there is one.</summary>
    /// <param name="addr">The address.</param>
    internal TableNode? ChildFor(ulong addr)
    {
        var index = IndexOf(addr);
        SchedulePoints.Reach(this, ScheduleKind.Observe, index);

        // Pairs with the store in SetChild: the record was initialised before it could be found.
        return Volatile.Read(ref _children[index]);
    }

    /// <summary>Links a table below, or unlinks it with null.</summary>
    [RequiresWrite("Lock")]
    internal void SetChild(ulong addr, TableNode? child)
    {
        var index = IndexOf(addr);
        AddLive((child is null ? 0 : 1) - (_children[index] is null ? 0 : 1));
        Entries[index] = child is null ? 0 : Pte.PresentBit | Pte.WriteBit | Pte.UserBit | Pte.AccessedBit;
        SchedulePoints.Reach(this, ScheduleKind.Publish, index);

        // Pairs with the load in ChildFor.
        Volatile.Write(ref _children[index], child);
    }
}
