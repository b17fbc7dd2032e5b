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

    /// <summary>How many nodes the tree may have, those waiting to be used again included: what makes <see cref="TryReserve"/> fail. For tests of failure and for limits.</summary>
    public int NodeLimit
    {
        get => _pool.Limit;
        set => _pool.Limit = value;
    }

    /// <summary>Maps a range to a value. What the range held before is replaced, and ranges that reach over its borders keep what is outside it: all in one moment.</summary>
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
        RangeInner? parent = null;
        var (index, spanEnd, node) = (0, ulong.MaxValue, _root);
        while (node is RangeInner inner)
        {
            parent = inner;
            index = inner.ChildFor(start);
            if (index < inner.Count - 1)
            {
                spanEnd = inner.Pivots[index];
            }

            node = inner.Children[index]!;
        }

        var leaf = Unsafe.As<RangeLeaf>(node);
        if (end <= spanEnd)
        {
            ReplaceInLeaf(leaf, parent, index, spanEnd, start, end, value);
        }
        else
        {
            Descend(_left, start, out _);
            ReplaceAcross(leaf, start, end, value);
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
    private void ReplaceInLeaf(RangeLeaf leaf, RangeInner? parent, int index, ulong spanEnd, ulong start, ulong end, object? value)
    {
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
            Descend(_left, start, out _);
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

                PublishLeaf(parent, index, copy, gap, start);
            }
        }

        Finish(count - leaf.Count);
    }

    /// <summary>The range crosses borders between leaves: what lies between the first and the last one goes, their rests and the new range are packed anew.</summary>
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

    /// <summary>Packs the collected entries into leaves and replaces, level by level, what the two paths enclose.</summary>
    /// <param name="hot">Where in the entries the change is.</param>
    /// <param name="spanEnd">End of the span that the entries have to cover.</param>
    private void Rebuild(int hot, ulong spanEnd)
    {
        var depth = _height - 1;
        if (depth >= 0 && _parts.EntryCount is > 0 and < RangeLeaf.Sparse)
        {
            TakeInSiblingLeaf(depth, ref hot, ref spanEnd);
        }

        _parts.PackLeaves(_pool, hot, spanEnd);
        for (; depth >= 0; depth--)
        {
            var (left, right) = (_left[depth], _right[depth]);
            if (_parts.PieceCount == 1 && ReferenceEquals(left.Node, right.Node) && left.Index == right.Index)
            {
                PublishChild(depth, _parts.Pieces[0]);
                return;
            }

            _parts.StartChildren();
            _parts.AddChildren(left.Node, 0, left.Index, left.Index == 0 ? 0 : left.Node.Pivots[left.Index - 1]);
            hot = _parts.AddPieces(EndOfSpan(_right, depth));
            _parts.AddChildren(right.Node, right.Index + 1, right.Node.Count, EndOfSpan(_right, depth - 1));
            _pool.Discard(left.Node);
            if (!ReferenceEquals(left.Node, right.Node))
            {
                _pool.Discard(right.Node);
            }

            if (depth > 0 && _parts.ChildCount is > 0 and < RangeInner.Sparse)
            {
                TakeInSiblingInner(depth - 1, ref hot);
            }

            _parts.PackInner(_pool, hot);
        }

        PublishRoot();
    }

    /// <summary>The end of the span of the child that the path goes through at a depth; of the root for -1.</summary>
    private static ulong EndOfSpan(PathStep[] path, int depth)
    {
        for (; depth >= 0; depth--)
        {
            if (path[depth].Index < path[depth].Node.Count - 1)
            {
                return path[depth].Node.Pivots[path[depth].Index];
            }
        }

        return ulong.MaxValue;
    }

    private void TakeInSiblingLeaf(int depth, ref int hot, ref ulong spanEnd)
    {
        ref var left = ref _left[depth];
        ref var right = ref _right[depth];
        if (left.Index > 0)
        {
            left.Index--;
            var sibling = Unsafe.As<RangeLeaf>(left.Node.Children[left.Index])!;
            _parts.InsertEntries(sibling);
            hot += sibling.Count;
            _pool.Discard(sibling);
        }
        else if (right.Index < right.Node.Count - 1)
        {
            right.Index++;
            var sibling = Unsafe.As<RangeLeaf>(right.Node.Children[right.Index])!;
            _parts.AddEntries(sibling, 0, sibling.Count);
            spanEnd = EndOfSpan(_right, depth);
            _pool.Discard(sibling);
        }
    }

    private void TakeInSiblingInner(int depth, ref int hot)
    {
        ref var left = ref _left[depth];
        ref var right = ref _right[depth];
        if (left.Index > 0)
        {
            left.Index--;
            var sibling = Unsafe.As<RangeInner>(left.Node.Children[left.Index])!;
            _parts.InsertChildren(sibling, left.Node.Pivots[left.Index]);
            hot += sibling.Count;
            _pool.Discard(sibling);
        }
        else if (right.Index < right.Node.Count - 1)
        {
            right.Index++;
            var sibling = Unsafe.As<RangeInner>(right.Node.Children[right.Index])!;
            _parts.AddChildren(sibling, 0, sibling.Count, EndOfSpan(_right, depth));
            _pool.Discard(sibling);
        }
    }

    /// <summary>Replaces a leaf that is not the root; the path to it is looked for only if what the levels above the parent know has changed.</summary>
    private void PublishLeaf(RangeInner parent, int index, RangeLeaf leaf, ulong leafGap, ulong addr)
    {
        PublishIn(parent, index, leaf);
        var (leafStart, leafEnd) = (leaf.Starts[0], leaf.Ends[leaf.Count - 1]);
        if (parent.Starts[index] == leafStart && parent.Ends[index] == leafEnd && parent.Gaps[index] == leafGap)
        {
            return;
        }

        var (start, end, gap) = (parent.Starts[0], parent.Ends[parent.Count - 1], parent.Gap);
        parent.Note(index, leafStart, leafEnd, leafGap);
        if (_height > 1 && (gap != parent.Gap || start != parent.Starts[0] || end != parent.Ends[parent.Count - 1]))
        {
            Descend(_left, addr, out _);
            Summarise(_height - 2, parent.Starts[0], parent.Ends[parent.Count - 1], parent.Gap);
        }
    }

    private void PublishChild(int depth, in RangePart piece)
    {
        var (parent, index) = (_left[depth].Node, _left[depth].Index);
        PublishIn(parent, index, piece.Node);
        Summarise(depth, piece.Start, piece.End, piece.Gap);
    }

    private void PublishIn(RangeInner parent, int index, RangeNode node)
    {
        SchedulePoints.Reach(this, ScheduleKind.Publish);

        // Pairs with the loads in LeafFor: whoever finds the new node finds its contents. A plain store could become visible before them.
        Volatile.Write(ref parent.Children[index], node);
    }

    private void PublishRoot()
    {
        var root = _parts.PieceCount switch
        {
            0 => EmptyLeaf(),
            1 => _parts.Pieces[0].Node,
            _ => _parts.PackRoot(_pool),
        };
        _height += _parts.PieceCount > 1 ? 1 : 0;
        while (root is RangeInner { Count: 1 } single)
        {
            root = single.Children[0]!;
            _pool.Discard(single);
            _height--;
        }

        if (root is RangeLeaf)
        {
            _height = 0;
        }

        PublishRoot(root);
    }

    private void PublishRoot(RangeNode root)
    {
        SchedulePoints.Reach(this, ScheduleKind.Publish);

        // Pairs with the load of the root in LeafFor, as the store in PublishChild does.
        Volatile.Write(ref _root, root);
    }

    private RangeLeaf EmptyLeaf()
    {
        var leaf = _pool.TakeLeaf();
        leaf.Seal(0);
        return leaf;
    }

    /// <summary>Tells the nodes above a replaced child what lies in it now. Not seen by readers.</summary>
    private void Summarise(int depth, ulong start, ulong end, ulong gap)
    {
        while (true)
        {
            var (node, i) = (_left[depth].Node, _left[depth].Index);
            if (node.Starts[i] == start && node.Ends[i] == end && node.Gaps[i] == gap)
            {
                return;
            }

            node.Note(i, start, end, gap);
            if (depth-- == 0)
            {
                return;
            }

            (start, end, gap) = (node.Starts[0], node.Ends[node.Count - 1], node.Gap);
        }
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
