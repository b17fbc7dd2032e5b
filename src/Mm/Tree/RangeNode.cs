using System.Runtime.CompilerServices;

namespace Mm.Tree;

/// <summary>A node of a <see cref="RangeTree{T}"/>. What a reader looks at never changes after publication.</summary>
internal abstract class RangeNode
{
    /// <summary>Entries in use.</summary>
    internal int Count;

    /// <summary>Link of the pool's lists; used by the writer only, never by readers.</summary>
    internal RangeNode? NextInPool;
}

/// <summary>Ranges in ascending order. Unused keys are <see cref="ulong.MaxValue"/>, so that a search need not look at the count.</summary>
internal sealed class RangeLeaf : RangeNode
{
    internal const int Capacity = 16;

    /// <summary>A leaf with fewer ranges than this is merged with a sibling, if it has one.</summary>
    internal const int Sparse = 4;

    internal Keys Starts;
    internal Keys Ends;
    internal Objects Values;

    /// <summary>The index of the first range that ends above <paramref name="addr"/>; the count or more if there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int FirstEndingAbove(ulong addr) => RangeKeys.CountNotAbove(ref Ends[0], Capacity, addr);

    /// <summary>How many ranges start at or below <paramref name="addr"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int CountStartingUpTo(ulong addr) => RangeKeys.CountNotAbove(ref Starts[0], Capacity, addr);

    /// <summary>The largest hole between two neighbouring ranges of this leaf.</summary>
    internal ulong LargestGap() => LargestGap(0, Count - 1);

    /// <summary>The largest hole between two neighbouring ranges from one index to another.</summary>
    /// <remarks>One by one: the leaf was just written, and wide loads wait for narrow stores to the same place (measured: 2.5 times as slow a
    /// change).</remarks>
    internal ulong LargestGap(int from, int to)
    {
        from = Math.Max(from, 0);
        to = Math.Min(to, Count - 1);
        ref var starts = ref Starts[0];
        ref var ends = ref Ends[0];
        var gap = 0UL;
        for (var i = from + 1; i <= to; i++)
        {
            gap = Math.Max(gap, Unsafe.Add(ref starts, i) - Unsafe.Add(ref ends, i - 1));
        }

        return gap;
    }

    /// <summary>Becomes a copy of a leaf in which some ranges are replaced by so many places, which the caller fills.</summary>
    /// <param name="from">The leaf; it fits with the places.</param>
    /// <param name="first">The first range that is left out.</param>
    /// <param name="behind">The first one behind those.</param>
    /// <param name="places">How many places there are instead.</param>
    internal void CopyWithHole(RangeLeaf from, int first, int behind, int places)
    {
        var (at, left) = (first + places, from.Count - behind);
        Starts = from.Starts;
        Ends = from.Ends;
        ((ReadOnlySpan<object?>)from.Values)[..first].CopyTo(Values);
        ((ReadOnlySpan<object?>)from.Values).Slice(behind, left).CopyTo(((Span<object?>)Values)[at..]);
        if (at != behind)
        {
            ((ReadOnlySpan<ulong>)from.Starts).Slice(behind, left).CopyTo(((Span<ulong>)Starts)[at..]);
            ((ReadOnlySpan<ulong>)from.Ends).Slice(behind, left).CopyTo(((Span<ulong>)Ends)[at..]);
        }

        Count = at + left;
        for (var i = Count; i < from.Count; i++)
        {
            Starts[i] = ulong.MaxValue;
            Ends[i] = ulong.MaxValue;
        }
    }

    /// <summary>Marks everything from the count on as unused.</summary>
    internal void Seal(int count)
    {
        Count = count;
        ((Span<ulong>)Starts)[count..].Fill(ulong.MaxValue);
        ((Span<ulong>)Ends)[count..].Fill(ulong.MaxValue);
    }

    [InlineArray(Capacity)]
    internal struct Keys
    {
        private ulong _first;
    }

    [InlineArray(Capacity)]
    internal struct Objects
    {
        private object? _first;
    }
}

/// <summary>Subtrees in ascending order, with the keys that part them and, for the writer alone, what lies in each.</summary>
internal sealed class RangeInner : RangeNode
{
    internal const int Capacity = 32;

    /// <summary>An inner node with fewer children than this is merged with a sibling, if it has one.</summary>
    internal const int Sparse = 8;

    /// <summary>Key i parts child i (below it) from child i + 1 (from it on). Unused keys are <see cref="ulong.MaxValue"/>.</summary>
    internal Keys Pivots;

    /// <summary>The children. The one thing in a published node that changes: a child is replaced by one of the same span, with one store.</summary>
    internal Nodes Children;

    /// <summary>Start of the first range below each child; only the writer and searchers for gaps, whom the writer's lock excludes, look at it.</summary>
    internal Keys Starts;

    /// <summary>End of the last range below each child; as <see cref="Starts"/>.</summary>
    internal Keys Ends;

    /// <summary>The largest hole between two ranges below each child; as <see cref="Starts"/>.</summary>
    internal Keys Gaps;

    /// <summary>The child whose span contains <paramref name="addr"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int ChildFor(ulong addr) => RangeKeys.CountNotAbove(ref Pivots[0], Capacity, addr);

    /// <summary>The largest hole between two neighbouring ranges below this node; as <see cref="Starts"/>.</summary>
    internal ulong Gap;

    /// <summary>The child that was noted last, if the largest hole neither in it nor beside it is known: a place where ranges come and go need not look at all the
    /// children each time. As <see cref="Starts"/>.</summary>
    private int _restIndex;

    private ulong _rest;

    /// <summary>Notes what lies below a child.</summary>
    internal void Note(int index, ulong start, ulong end, ulong gap)
    {
        var before = LargestGapAround(index);
        Starts[index] = start;
        Ends[index] = end;
        Gaps[index] = gap;
        var after = LargestGapAround(index);
        if (index == _restIndex)
        {
            Gap = Math.Max(after, _rest);
        }
        else if (after >= Gap || before < Gap)
        {
            Gap = Math.Max(after, Gap);
            _restIndex = -1;
        }
        else
        {
            _rest = LargestGapApartFrom(index);
            _restIndex = index;
            Gap = Math.Max(after, _rest);
        }
    }

    /// <summary>Finds out the largest hole of a node that was just filled.</summary>
    internal void Sum()
    {
        _restIndex = -1;
        Gap = LargestGap();
    }

    /// <summary>The largest hole between two neighbouring ranges below this node, from what is noted of its children.</summary>
    internal ulong LargestGap() => Math.Max(LargestGapAround(0), LargestGapApartFrom(0));

    /// <summary>Whether what is remembered of the largest hole is so.</summary>
    internal bool TestHookRestIsRight() => _restIndex < 0 || _rest == LargestGapApartFrom(_restIndex);

    /// <summary>The largest hole neither in a child nor beside it.</summary>
    private ulong LargestGapApartFrom(int index)
    {
        ref var starts = ref Starts[0];
        ref var ends = ref Ends[0];
        ref var gaps = ref Gaps[0];
        var gap = 0UL;
        for (var i = 0; i < index; i++)
        {
            gap = Math.Max(gap, Unsafe.Add(ref gaps, i));
            if (i > 0)
            {
                gap = Math.Max(gap, Unsafe.Add(ref starts, i) - Unsafe.Add(ref ends, i - 1));
            }
        }

        for (var i = index + 1; i < Count; i++)
        {
            gap = Math.Max(gap, Unsafe.Add(ref gaps, i));
            if (i > index + 1)
            {
                gap = Math.Max(gap, Unsafe.Add(ref starts, i) - Unsafe.Add(ref ends, i - 1));
            }
        }

        return gap;
    }

    /// <summary>The largest hole in a child or beside it.</summary>
    private ulong LargestGapAround(int index)
    {
        var gap = Gaps[index];
        if (index > 0)
        {
            gap = Math.Max(gap, Starts[index] - Ends[index - 1]);
        }

        return index < Count - 1 ? Math.Max(gap, Starts[index + 1] - Ends[index]) : gap;
    }

    [InlineArray(Capacity)]
    internal struct Keys
    {
        private ulong _first;
    }

    [InlineArray(Capacity)]
    internal struct Nodes
    {
        private RangeNode? _first;
    }
}
