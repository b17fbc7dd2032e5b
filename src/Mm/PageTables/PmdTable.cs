using Mm.Locks;

namespace Mm.PageTables;

/// <summary>A table whose entries are tables of pages, or map huge pages themselves.</summary>
public sealed class PmdTable : TableNode
{
    private static readonly LockClass s_lockClass = LockClass.Of("PmdTable.Lock");

    [GuardedBy("Lock", LockFreeReads = true)]
    private readonly PteTable?[] _children;

    /// <summary>For each huge entry the table that it would be split into, so that splitting cannot fail.</summary>
    [GuardedBy("Lock")]
    private PteTable?[]? _deposits;

    /// <summary>How many of the entries are huge; read without the lock as a hint.</summary>
    [GuardedBy("Lock", LockFreeReads = true)]
    private int _hugeEntries;

    internal PmdTable(TablePool pool, RawTable<ulong> entries)
        : base(pool, 1, entries, s_lockClass)
    {
        _children = new PteTable?[pool.Geometry.Entries];
    }

    /// <summary>Whether there may be huge entries. True for an entry that was installed before the caller's hold of the mapping began.</summary>
    /// <remarks>A hint; pairs with the stores in InstallHuge and ClearHuge. Who needs a true answer looks again under the lock.</remarks>
    internal bool MayHaveHuge => Volatile.Read(ref _hugeEntries) != 0;

    /// <summary>The table of pages for an address, if there is one.</summary>
    /// <param name="addr">The address.</param>
    internal PteTable? ChildFor(ulong addr)
    {
        var index = IndexOf(addr);
        SchedulePoints.Reach(this, ScheduleKind.Observe, index);

        // Pairs with the store in SetChild: the record was initialised before it could be found.
        return Volatile.Read(ref _children[index]);
    }

    /// <summary>The entry for an address.</summary>
    /// <param name="addr">The address.</param>
    [RequiresRead("Lock")]
    public Pte Get(ulong addr) => new(Entries[IndexOf(addr)]);

    /// <summary>Links a table of pages, or unlinks it with null.</summary>
    [RequiresWrite("Lock")]
    internal void SetChild(ulong addr, PteTable? child)
    {
        var index = IndexOf(addr);
        AddLive((child is null ? 0 : 1) - (_children[index] is null ? 0 : 1));
        Entries[index] = child is null ? 0 : Pte.PresentBit | Pte.WriteBit | Pte.UserBit | Pte.AccessedBit;
        SchedulePoints.Reach(this, ScheduleKind.Publish, index);

        // Pairs with the load in ChildFor.
        Volatile.Write(ref _children[index], child);
    }

    /// <summary>Installs a huge entry in an empty place, with the table to split it into.</summary>
    [RequiresWrite("Lock")]
    internal void InstallHuge(ulong addr, Pte entry, PteTable deposit)
    {
        _deposits ??= new PteTable?[Geometry.Entries];
        _deposits[IndexOf(addr)] = deposit;
        Entries[IndexOf(addr)] = entry.Raw | Pte.HugeBit;
        AddLive(1);

        // Pairs with the load in MayHaveHuge, which is a hint: who relies on it was ordered by a lock of the mapping.
        Volatile.Write(ref _hugeEntries, _hugeEntries + 1);
    }

    /// <summary>Changes a huge entry.</summary>
    [RequiresWrite("Lock")]
    internal void SetHuge(ulong addr, Pte entry) => Entries[IndexOf(addr)] = entry.Raw | Pte.HugeBit;

    /// <summary>Clears a huge entry.</summary>
    /// <returns>The table that was kept for splitting it.</returns>
    [RequiresWrite("Lock")]
    internal PteTable ClearHuge(ulong addr)
    {
        var index = IndexOf(addr);
        var deposit = _deposits![index]!;
        _deposits[index] = null;
        Entries[index] = 0;
        AddLive(-1);

        // As in InstallHuge.
        Volatile.Write(ref _hugeEntries, _hugeEntries - 1);
        return deposit;
    }
}
