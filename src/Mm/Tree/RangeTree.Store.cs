using System.Diagnostics;
using System.Runtime.CompilerServices;
using Mm.Locks;

namespace Mm.Tree;

/// <content>Changes. Nodes are copied bottom up until one replaces a node of the same span; that one store makes the change visible.</content>
public partial class RangeTree<T>
{
    /// <summary>No tree that fits an address space is higher.</summary>
    private const int MaxHeight = 16;

    private readonly RangeNodePool _pool;
    private readonly PathStep[] _left = new PathStep[MaxHeight];
    private readonly PathStep[] _right = new PathStep[MaxHeight];
    private readonly RangeParts _parts = new();
    private int _height;

    /// <summary>Makes sure that the next changes need no memory, so that none of them can fail half-way.</summary>
    /// <param name="changes">How many stores and erasures are to come.</param>
    /// <returns>False if there is not enough memory; nothing has changed then.</returns>
    [Mutates]
    public bool TryReserve(int changes = 1) => _pool.TryReserve(changes * 3, changes * (3 * (_height + changes) + 1));

    /// <summary>How many nodes the tree may have, those waiting to be used again included: what makes <see cref="TryReserve"/> fail. For tests of failure and
    /// for limits.</summary>
    public int NodeLimit
    {
        get => _pool.Limit;
        set => _pool.Limit = value;
    }

    /// <summary>Maps a range to a value. What the range held before is replaced, and ranges that reach over its borders keep what is outside it: all in one
    /// moment.</summary>
    /// <param name="start">Start of the range.</param>
    /// <param name="end">Its end (exclusive), above the start.</param>
    /// <param name="value">Its value.</param>
    [Mutates]
    public void Store(ulong start, ulong end, T value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Replace(start, end, value);
    }

    /// <summary>Empties a range in one moment. Ranges that reach over its borders keep what is outside it.</summary>
    /// <param name="start">Start of the range.</param>
    /// <param name="end">Its end (exclusive), above the start.</param>
    [Mutates]
    public void Erase(ulong start, ulong end) => Replace(start, end, null);

    private static RangeLeaf EmptyRoot()
    {
        var leaf = new RangeLeaf();
        leaf.Seal(0);
        return leaf;
    }

    private void Replace(ulong start, ulong end, object? value)
    {
        if (start >= end || end == ulong.MaxValue)
        {
            throw new ArgumentOutOfRangeException(nameof(end), $"[{start:x},{end:x}) is no range.");
        }

        // Most changes stay within one leaf and need nothing but its parent, so the path is not recorded on the way.
        var place = PlaceFor(start);
        if (end <= place.SpanEnd)
        {
            ReplaceInLeaf(place, start, end, value);
        }
        else
        {
            Descend(_left, start, out _);
            ForgetPlace();
            ReplaceAcross(place.Leaf, start, end, value);
        }
    }

    private RangeLeaf Descend(PathStep[] path, ulong addr, out ulong spanEnd)
    {
        spanEnd = ulong.MaxValue;
        var node = _root;
        for (var depth = 0; node is RangeInner inner; depth++)
        {
            var i = inner.ChildFor(addr);
            if (i < inner.Count - 1)
            {
                spanEnd = inner.Pivots[i];
            }

            path[depth] = new PathStep(inner, i);
            node = inner.Children[i]!;
        }

        return Unsafe.As<RangeLeaf>(node);
    }

    /// <summary>The common case: everything happens within the span of one leaf.</summary>
    private void ReplaceInLeaf(in LeafPlace place, ulong start, ulong end, object? value)
    {
        var (leaf, parent, index) = (place.Leaf, place.Parent, place.Index);
        var first = Math.Min(leaf.FirstEndingAbove(start), leaf.Count);
        var behind = Math.Max(Math.Min(leaf.CountStartingUpTo(end - 1), leaf.Count), first);
        if (first == behind && value is null)
        {
            return;
        }

        var headLeft = first < behind && leaf.Starts[first] < start;
        var tailLeft = first < behind && leaf.Ends[behind - 1] > end;
        var inserted = (headLeft ? 1 : 0) + (value is null ? 0 : 1) + (tailLeft ? 1 : 0);
        var count = first + inserted + leaf.Count - behind;
        if (count > RangeLeaf.Capacity || (parent is not null && count < RangeLeaf.Sparse))
        {
            Descend(_left, start, out var spanEnd);
            ForgetPlace();
            _parts.ClearEntries();
            _parts.AddEntries(leaf, 0, first);
            AddReplacement(leaf, first, leaf, behind, start, end, value);
            _parts.AddEntries(leaf, behind, leaf.Count);
            Array.Copy(_left, _right, _height);
            _pool.Discard(leaf);
            Rebuild(first, spanEnd);
        }
        else
        {
            var copy = _pool.TakeLeaf();
            copy.CopyWithHole(leaf, first, behind, inserted);
            var at = first;
            if (headLeft)
            {
                SetEntry(copy, at++, leaf.Starts[first], start, leaf.Values[first]);
            }

            if (value is not null)
            {
                SetEntry(copy, at++, start, end, value);
            }

            if (tailLeft)
            {
                SetEntry(copy, at, end, leaf.Ends[behind - 1], leaf.Values[behind - 1]);
            }

            _pool.Discard(leaf);
            if (parent is null)
            {
                PublishRoot(copy);
            }
            else
            {
                // Of the holes only those around the change can have become larger or smaller.
                var gap = parent.Gaps[index];
                var after = copy.LargestGap(first - 1, first + inserted);
                if (after >= gap)
                {
                    gap = after;
                }
                else if (leaf.LargestGap(first - 1, behind) == gap)
                {
                    gap = copy.LargestGap();
                }

                RememberPlace(place, copy);
                PublishLeaf(parent, index, copy, gap, start);
            }
        }

        Finish(count - leaf.Count);
    }

    /// <summary>The range crosses borders between leaves: what lies between the first and the last one goes, their rests and the new range are packed
    /// anew.</summary>
    private void ReplaceAcross(RangeLeaf left, ulong start, ulong end, object? value)
    {
        var right = Descend(_right, end - 1, out var spanEnd);
        var first = Math.Min(left.FirstEndingAbove(start), left.Count);
        var behind = Math.Min(right.CountStartingUpTo(end - 1), right.Count);
        var dropped = DiscardBetween();
        var before = left.Count + dropped + right.Count;

        _parts.ClearEntries();
        _parts.AddEntries(left, 0, first);
        AddReplacement(left, first, right, behind, start, end, value);
        _parts.AddEntries(right, behind, right.Count);
        var count = _parts.EntryCount;
        _pool.Discard(left);
        _pool.Discard(right);
        Rebuild(first, spanEnd);
        Finish(count - before);
    }

    /// <summary>The parts of the outermost replaced ranges that stay, and the new range between them.</summary>
    private void AddReplacement(RangeLeaf left, int first, RangeLeaf right, int behind, ulong start, ulong end, object? value)
    {
        if (first < left.Count && left.Starts[first] < start)
        {
            _parts.AddEntry(left.Starts[first], start, left.Values[first]);
        }

        if (value is not null)
        {
            _parts.AddEntry(start, end, value);
        }

        // In one leaf the last replaced range may be before the first one: then nothing is replaced.
        if (behind > (ReferenceEquals(left, right) ? first : 0) && right.Ends[behind - 1] > end)
        {
            _parts.AddEntry(end, right.Ends[behind - 1], right.Values[behind - 1]);
        }
    }

    /// <summary>Discards the subtrees between the two paths.</summary>
    /// <returns>How many ranges were in them.</returns>
    private int DiscardBetween()
    {
        var ranges = 0;
        for (var depth = 0; depth < _height; depth++)
        {
            var (left, right) = (_left[depth], _right[depth]);
            if (ReferenceEquals(left.Node, right.Node))
            {
                ranges += DiscardChildren(left.Node, left.Index + 1, right.Index);
            }
            else
            {
                ranges += DiscardChildren(left.Node, left.Index + 1, left.Node.Count);
                ranges += DiscardChildren(right.Node, 0, right.Index);
            }
        }

        return ranges;
    }

    private int DiscardChildren(RangeInner node, int from, int to)
    {
        var ranges = 0;
        for (var i = from; i < to; i++)
        {
            var child = node.Children[i]!;
            ranges += child is RangeInner inner ? DiscardChildren(inner, 0, inner.Count) : child.Count;
            _pool.Discard(child);
        }

        return ranges;
    }

    private void Finish(int added)
    {
        _count += added;

        // Pairs with the load in Version: a cursor of this thread sees its leaf is stale. For other threads it is only a hint.
        Volatile.Write(ref _version, _version + 1);
        _pool.RetireDiscarded();
        Debug.Assert(_count >= 0, "the number of ranges is below zero");
    }

    private static void SetEntry(RangeLeaf leaf, int index, ulong start, ulong end, object? value)
    {
        leaf.Starts[index] = start;
        leaf.Ends[index] = end;
        leaf.Values[index] = value;
    }

    /// <summary>One step of a path from the root.</summary>
    private record struct PathStep(RangeInner Node, int Index);
}
