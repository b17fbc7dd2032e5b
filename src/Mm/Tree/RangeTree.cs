using System.Runtime.CompilerServices;
using Mm.Locks;

namespace Mm.Tree;

/// <summary>A map from disjoint half-open ranges of addresses to values: a B-tree that one writer changes while any number of readers look up without a
/// lock.</summary>
/// <remarks>
/// <para>A change copies the nodes it touches and makes them reachable with one store, so a lookup of an address sees the tree before or after the change and
/// nothing between: a store over a range that holds other ranges leaves no moment in which an address of it has no value. What a walk of several ranges sees
/// may
/// be from different moments; a caller that needs them from one excludes the writer.</para>
/// <para>Contract: lookups need an RCU section of the domain given to the constructor, or the writer's lock in any mode. Members marked as mutating need the
/// writer's lock for write; the searches for gaps, and lookups whose name ends in Locked, need it in any mode. Every operation is O(log n).</para>
/// </remarks>
/// <typeparam name="T">What ranges are mapped to.</typeparam>
public partial class RangeTree<T>
    where T : class
{
    private RangeNode _root;
    private int _count;
    private uint _version;

    /// <summary>An empty tree.</summary>
    /// <param name="rcu">The domain whose read sections protect lookups; replaced nodes are used again after its grace period.</param>
    public RangeTree(RcuDomain rcu)
    {
        _pool = new RangeNodePool(rcu);
        _root = EmptyRoot();
    }

    /// <summary>How many ranges there are. Exact under the writer's lock.</summary>
    public int Count => _count;

    /// <summary>The value of the first range that ends above the address, as Linux's find_vma.</summary>
    /// <param name="addr">The address.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T? Find(ulong addr) => Find(addr, out _, out _);

    /// <summary>The value of the first range that ends above the address, and the range as the tree has it.</summary>
    /// <param name="addr">The address.</param>
    /// <param name="start">The range's start; 0 if there is none.</param>
    /// <param name="end">The range's end (exclusive); 0 if there is none.</param>
    public T? Find(ulong addr, out ulong start, out ulong end)
    {
        // An address above every possible range, and the key that stands for "unused".
        addr = Math.Min(addr, ulong.MaxValue - 1);
        while (true)
        {
            var leaf = LeafFor(addr, out _, out var spanEnd);
            var i = leaf.FirstEndingAbove(addr);
            if (i < leaf.Count)
            {
                start = leaf.Starts[i];
                end = leaf.Ends[i];
                return Unsafe.As<T>(leaf.Values[i]);
            }

            if (spanEnd == ulong.MaxValue)
            {
                start = end = 0;
                return null;
            }

            addr = spanEnd;
        }
    }

    /// <summary>The value of the range that contains the address, as Linux's vma_lookup.</summary>
    /// <param name="addr">The address.</param>
    public T? Lookup(ulong addr)
    {
        if (addr == ulong.MaxValue)
        {
            return null;
        }

        var leaf = LeafFor(addr, out _, out _);
        var i = leaf.FirstEndingAbove(addr);
        return i < leaf.Count && leaf.Starts[i] <= addr ? Unsafe.As<T>(leaf.Values[i]) : null;
    }

    /// <summary>The value of the last range that starts below the address, as Linux's find_vma_prev gives it for the address of a range.</summary>
    /// <param name="addr">The address.</param>
    public T? Previous(ulong addr) => Previous(addr, out _, out _);

    /// <summary>The value of the last range that starts below the address, and the range as the tree has it.</summary>
    /// <param name="addr">The address.</param>
    /// <param name="start">The range's start; 0 if there is none.</param>
    /// <param name="end">The range's end (exclusive); 0 if there is none.</param>
    public T? Previous(ulong addr, out ulong start, out ulong end)
    {
        while (addr != 0)
        {
            var leaf = LeafFor(addr - 1, out var spanStart, out _);
            var i = leaf.CountStartingUpTo(addr - 1);
            if (i > 0)
            {
                start = leaf.Starts[i - 1];
                end = leaf.Ends[i - 1];
                return Unsafe.As<T>(leaf.Values[i - 1]);
            }

            addr = spanStart;
        }

        start = end = 0;
        return null;
    }

    /// <summary>Whether no range overlaps the given one.</summary>
    /// <param name="start">Start of the range.</param>
    /// <param name="end">Its end (exclusive), above the start.</param>
    public bool IsFree(ulong start, ulong end) => Find(start, out var next, out _) is null || next >= end;

    /// <summary>The ranges that overlap the given one, in ascending order, without allocation. Robust against changes while it runs: it goes on behind the
    /// last range it gave.</summary>
    /// <param name="start">Start of the range.</param>
    /// <param name="end">Its end (exclusive).</param>
    public RangeEnumerable<T> InRange(ulong start, ulong end) => new(this, start, end);

    /// <summary>All ranges in ascending order.</summary>
    public RangeEnumerator<T> GetEnumerator() => new(this, 0, ulong.MaxValue);

    /// <summary>Changes with every change of the tree; for cursors of the thread that holds the writer's lock, and as a hint for readers.</summary>
    internal uint Version => Volatile.Read(ref _version);

    /// <summary>The leaf whose span contains the address, and the span.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal RangeLeaf LeafFor(ulong addr, out ulong spanStart, out ulong spanEnd)
    {
        spanStart = 0;
        spanEnd = ulong.MaxValue;
        SchedulePoints.Reach(this, ScheduleKind.Observe);

        // Pairs with the store in Publish and PublishRoot: everything in the node was written before it could be reached. Without the acquire a reader on
        // a weakly ordered processor could see a node of the pool with its former contents.
        var node = Volatile.Read(ref _root);
        while (node.GetType() == typeof(RangeInner))
        {
            var inner = Unsafe.As<RangeInner>(node);
            var i = inner.ChildFor(addr);
            if (i > 0)
            {
                spanStart = inner.Pivots[i - 1];
            }

            if (i < inner.Count - 1)
            {
                spanEnd = inner.Pivots[i];
            }

            SchedulePoints.Reach(this, ScheduleKind.Observe);

            // Pairs as the load of the root does.
            node = Volatile.Read(ref inner.Children[i])!;
        }

        return Unsafe.As<RangeLeaf>(node);
    }
}
