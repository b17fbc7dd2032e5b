using System.Runtime.CompilerServices;

namespace Mm.Tree;

/// <content>The leaf of the last change. Who changes the layout looks at what lies around the place before and after, and comes back to it: so those look-ups,
/// under the writer's lock, begin there and not at the root.</content>
public partial class RangeTree<T>
{
    /// <summary>Written by the writer alone; its lock, in any mode, keeps it. Empty where a change packed nodes anew, and in a tree of one leaf.</summary>
    private LeafPlace _place;

    /// <summary>Whether the left path leads to the place.</summary>
    private bool _pathIsOfPlace;

    /// <summary>As <see cref="Find(ulong)"/>, for who holds the writer's lock, in any mode.</summary>
    /// <param name="addr">The address.</param>
    public T? FindLocked(ulong addr)
    {
        if (_place.Covers(addr))
        {
            var leaf = _place.Leaf;
            var i = leaf.FirstEndingAbove(addr);
            if (i < leaf.Count)
            {
                return Unsafe.As<T>(leaf.Values[i]);
            }

            if (_place.SpanEnd == ulong.MaxValue)
            {
                return null;
            }
        }

        return Find(addr);
    }

    /// <summary>As <see cref="Lookup"/>, for who holds the writer's lock, in any mode.</summary>
    /// <param name="addr">The address.</param>
    public T? LookupLocked(ulong addr)
    {
        if (!_place.Covers(addr))
        {
            return Lookup(addr);
        }

        var leaf = _place.Leaf;
        var i = leaf.FirstEndingAbove(addr);
        return i < leaf.Count && leaf.Starts[i] <= addr ? Unsafe.As<T>(leaf.Values[i]) : null;
    }

    /// <summary>As <see cref="Previous(ulong)"/>, for who holds the writer's lock, in any mode.</summary>
    /// <param name="addr">The address.</param>
    public T? PreviousLocked(ulong addr)
    {
        if (addr != 0 && _place.Covers(addr - 1))
        {
            var leaf = _place.Leaf;
            var i = leaf.CountStartingUpTo(addr - 1);
            if (i > 0)
            {
                return Unsafe.As<T>(leaf.Values[i - 1]);
            }

            if (_place.SpanStart == 0)
            {
                return null;
            }
        }

        return Previous(addr);
    }

    /// <summary>The leaf whose span contains the address, its span and its parent.</summary>
    private LeafPlace PlaceFor(ulong addr)
    {
        if (_place.Covers(addr))
        {
            return _place;
        }

        RangeInner? parent = null;
        var (index, spanStart, spanEnd, node) = (0, 0UL, ulong.MaxValue, _root);
        while (node is RangeInner inner)
        {
            parent = inner;
            index = inner.ChildFor(addr);
            if (index > 0)
            {
                spanStart = inner.Pivots[index - 1];
            }

            if (index < inner.Count - 1)
            {
                spanEnd = inner.Pivots[index];
            }

            node = inner.Children[index]!;
        }

        return new LeafPlace(Unsafe.As<RangeLeaf>(node), parent, index, spanStart, spanEnd);
    }

    /// <summary>A leaf takes the place of another one below the same parent.</summary>
    private void RememberPlace(in LeafPlace place, RangeLeaf leaf)
    {
        if (!_place.Covers(place.SpanStart))
        {
            _place = place;
            _pathIsOfPlace = false;
        }

        _place.Leaf = leaf;
    }

    /// <summary>Nodes above the leaves are about to be replaced.</summary>
    private void ForgetPlace()
    {
        _place = default;
        _pathIsOfPlace = false;
    }

    /// <summary>Makes the left path lead to the place, which contains the address.</summary>
    private void RecordPathOfPlace(ulong addr)
    {
        if (!_pathIsOfPlace)
        {
            Descend(_left, addr, out _);
            _pathIsOfPlace = true;
        }
    }

    /// <summary>A leaf, where it hangs, and what its span is; the default value is no place.</summary>
    private struct LeafPlace(RangeLeaf leaf, RangeInner? parent, int index, ulong spanStart, ulong spanEnd)
    {
        internal readonly RangeInner? Parent = parent;
        internal readonly int Index = index;
        internal readonly ulong SpanStart = spanStart;
        internal readonly ulong SpanEnd = spanEnd;

        internal RangeLeaf Leaf = leaf;

        /// <summary>Whether the leaf's span contains the address; the default value contains none.</summary>
        internal readonly bool Covers(ulong addr) => addr - SpanStart < SpanEnd - SpanStart;
    }
}
