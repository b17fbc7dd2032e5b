using System.Runtime.CompilerServices;

namespace Mm.Tree;

/// <summary>A subtree on its way into a new parent: the node, where its span ends, and what lies in it.</summary>
internal record struct RangePart(RangeNode Node, ulong SpanEnd, ulong Start, ulong End, ulong Gap)
{
    internal static RangePart Of(RangeLeaf leaf, ulong spanEnd) =>
        leaf.Count == 0
            ? new RangePart(leaf, spanEnd, 0, 0, 0)
            : new RangePart(leaf, spanEnd, leaf.Starts[0], leaf.Ends[leaf.Count - 1], leaf.LargestGap());

    internal static RangePart Of(RangeInner inner, ulong spanEnd) =>
        new(inner, spanEnd, inner.Starts[0], inner.Ends[inner.Count - 1], inner.Gap);
}

/// <summary>The writer's workbench: collects the entries, then the children of a level, and packs them into new nodes.</summary>
internal sealed class RangeParts
{
    /// <summary>Two rests of nodes, the pieces between them and a sibling, at the most.</summary>
    private const int MostChildren = (3 * RangeInner.Capacity) + 4;

    private const int MostEntries = (3 * RangeLeaf.Capacity) + 4;

    private readonly ulong[] _starts = new ulong[MostEntries];
    private readonly ulong[] _ends = new ulong[MostEntries];
    private readonly object?[] _values = new object?[MostEntries];
    private readonly RangePart[] _children = new RangePart[MostChildren];

    internal int EntryCount { get; private set; }

    internal int ChildCount { get; private set; }

    internal int PieceCount { get; private set; }

    /// <summary>The nodes packed last, in order.</summary>
    internal RangePart[] Pieces { get; } = new RangePart[8];

    internal void ClearEntries() => EntryCount = 0;

    internal void AddEntry(ulong start, ulong end, object? value)
    {
        _starts[EntryCount] = start;
        _ends[EntryCount] = end;
        _values[EntryCount++] = value;
    }

    internal void AddEntries(RangeLeaf leaf, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            AddEntry(leaf.Starts[i], leaf.Ends[i], leaf.Values[i]);
        }
    }

    /// <summary>Puts the entries of a leaf before those collected so far.</summary>
    internal void InsertEntries(RangeLeaf leaf)
    {
        Array.Copy(_starts, 0, _starts, leaf.Count, EntryCount);
        Array.Copy(_ends, 0, _ends, leaf.Count, EntryCount);
        Array.Copy(_values, 0, _values, leaf.Count, EntryCount);
        var count = EntryCount;
        EntryCount = 0;
        AddEntries(leaf, 0, leaf.Count);
        EntryCount += count;
    }

    internal void PackLeaves(RangeNodePool pool, int hot, ulong spanEnd)
    {
        PieceCount = 0;
        for (var done = 0; done < EntryCount;)
        {
            var take = PieceSize(EntryCount, done, hot, RangeLeaf.Capacity);
            var leaf = pool.TakeLeaf();
            _starts.AsSpan(done, take).CopyTo(leaf.Starts);
            _ends.AsSpan(done, take).CopyTo(leaf.Ends);
            _values.AsSpan(done, take).CopyTo(leaf.Values);
            leaf.Seal(take);
            done += take;

            // The border in the middle of the hole leaves both neighbours room to grow without touching it.
            var border = done == EntryCount ? spanEnd : _ends[done - 1] + ((_starts[done] - _ends[done - 1]) / 2);
            Pieces[PieceCount++] = RangePart.Of(leaf, border);
        }

        _values.AsSpan(0, EntryCount).Clear();
    }

    internal void StartChildren() => ChildCount = 0;

    /// <summary>Adds children of a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="from">The first child.</param>
    /// <param name="to">Behind the last child.</param>
    /// <param name="spanEnd">Where the span of the last one ends.</param>
    internal void AddChildren(RangeInner node, int from, int to, ulong spanEnd)
    {
        for (var i = from; i < to; i++)
        {
            var end = i == to - 1 ? spanEnd : node.Pivots[i];
            _children[ChildCount++] = new RangePart(node.Children[i]!, end, node.Starts[i], node.Ends[i], node.Gaps[i]);
        }
    }

    /// <summary>Puts all children of a node before those collected so far.</summary>
    internal void InsertChildren(RangeInner node, ulong spanEnd)
    {
        Array.Copy(_children, 0, _children, node.Count, ChildCount);
        var count = ChildCount;
        ChildCount = 0;
        AddChildren(node, 0, node.Count, spanEnd);
        ChildCount += count;
    }

    /// <summary>Adds the nodes packed for the level below.</summary>
    /// <param name="spanEnd">Where the span that they cover ends.</param>
    /// <returns>The index of the first of them.</returns>
    internal int AddPieces(ulong spanEnd)
    {
        var at = ChildCount;
        if (PieceCount == 0 && ChildCount > 0)
        {
            _children[ChildCount - 1].SpanEnd = spanEnd;
        }

        Array.Copy(Pieces, 0, _children, ChildCount, PieceCount);
        ChildCount += PieceCount;
        return at;
    }

    internal void PackInner(RangeNodePool pool, int hot)
    {
        PieceCount = 0;
        for (var done = 0; done < ChildCount;)
        {
            var take = PieceSize(ChildCount, done, hot, RangeInner.Capacity);
            var spanEnd = _children[done + take - 1].SpanEnd;
            Pieces[PieceCount++] = RangePart.Of(Pack(pool, _children.AsSpan(done, take)), spanEnd);
            done += take;
        }

        _children.AsSpan(0, ChildCount).Clear();
    }

    internal RangeInner PackRoot(RangeNodePool pool) => Pack(pool, Pieces.AsSpan(0, PieceCount));

    private static RangeInner Pack(RangeNodePool pool, ReadOnlySpan<RangePart> parts)
    {
        var inner = pool.TakeInner();
        for (var i = 0; i < parts.Length; i++)
        {
            inner.Pivots[i] = i == parts.Length - 1 ? ulong.MaxValue : parts[i].SpanEnd;
            inner.Children[i] = parts[i].Node;
            inner.Starts[i] = parts[i].Start;
            inner.Ends[i] = parts[i].End;
            inner.Gaps[i] = parts[i].Gap;
        }

        ((Span<ulong>)inner.Pivots)[parts.Length..].Fill(ulong.MaxValue);
        inner.Count = parts.Length;
        inner.Sum();
        return inner;
    }

    /// <summary>How many of the entries from a position on go into the next node.</summary>
    /// <remarks>A change at an end is likely to be followed by another one there (a heap growing up, mappings placed top down): the node at that end is left
    /// nearly
    /// empty and the other one nearly full.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int PieceSize(int count, int done, int hot, int capacity)
    {
        var left = count - done;
        if (left <= capacity)
        {
            return left;
        }

        if (count <= capacity + (capacity / 4))
        {
            if (hot >= count - 2)
            {
                return count - (capacity / 4);
            }

            if (hot <= 1)
            {
                return capacity / 4;
            }
        }

        var pieces = (left + capacity - 1) / capacity;
        return (left + pieces - 1) / pieces;
    }
}
