using System.Numerics;
using System.Runtime.CompilerServices;
using Mm.Locks;

namespace Mm.PageTables;

/// <summary>A table whose entries map pages.</summary>
public sealed partial class PteTable : TableNode
{
    private const int WordBits = 64;

    private static readonly LockClass s_lockClass = LockClass.Of("PteTable.Lock");

    /// <summary>A bit for each entry that is not empty.</summary>
    [GuardedBy("Lock")]
    private Bitmap _used;

    internal PteTable(TablePool pool, RawTable<ulong> entries)
        : base(pool, 0, entries, s_lockClass)
    {
    }

    /// <summary>An entry.</summary>
    /// <param name="index">Which; see <see cref="TableNode.IndexOf"/>.</param>
    [RequiresRead("Lock")]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Pte Get(int index) => new(Entries[index]);

    /// <summary>An entry as the processor reads it, without the lock: out of date as soon as it is read. The caller keeps the table, by an RCU section or a
    /// lock of the mapping.</summary>
    /// <param name="index">Which.</param>
    /// <remarks>Pairs with the stores under the lock, and orders nothing: who acts on it looks again under the lock.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Pte Peek(int index) => new(Volatile.Read(ref Entries[index]));

    /// <summary>Writes an entry; an empty one clears it.</summary>
    /// <param name="index">Which.</param>
    /// <param name="entry">The entry.</param>
    [RequiresWrite("Lock")]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(int index, Pte entry)
    {
        var bit = 1UL << index;
        ref var word = ref _used[index / WordBits];
        var before = word;
        word = entry.IsNone ? before & ~bit : before | bit;
        AddLive((before & bit) == 0 ? (entry.IsNone ? 0 : 1) : (entry.IsNone ? -1 : 0));
        Entries[index] = entry.Raw;
    }

    /// <summary>Clears an entry.</summary>
    /// <param name="index">Which.</param>
    /// <returns>What it was.</returns>
    [RequiresWrite("Lock")]
    public Pte Clear(int index)
    {
        var entry = Get(index);
        if (!entry.IsNone)
        {
            Set(index, Pte.None);
        }

        return entry;
    }

    /// <summary>The first entry from an index on that is not empty.</summary>
    /// <param name="from">The index.</param>
    /// <param name="end">Where to stop.</param>
    /// <returns>Its index, or the end.</returns>
    [RequiresRead("Lock")]
    public int NextUsed(int from, int end)
    {
        while (from < end)
        {
            var word = _used[from / WordBits] >> from;
            if (word != 0)
            {
                return Math.Min(from + BitOperations.TrailingZeroCount(word), end);
            }

            from = (from | (WordBits - 1)) + 1;
        }

        return end;
    }

    /// <summary>Empties a table that was freed with entries in it.</summary>
    internal void Wipe()
    {
        Lock.Lock();
        Entries.Span.Clear();
        AddLive(-Live);
        _used = default;
        Lock.Unlock();
    }

    [InlineArray(8)]
    private struct Bitmap
    {
        private ulong _first;
    }
}
