using System.Runtime.CompilerServices;

namespace Mm.Tree;

/// <content>The search for a hole of a given size. Nodes know the largest hole below each child, so subtrees without a large enough one are passed
/// over.</content>
public partial class RangeTree<T>
{
    /// <summary>The highest place for a range of the given size below a limit.</summary>
    /// <param name="size">Size of the range; not 0.</param>
    /// <param name="low">The place must not begin below this.</param>
    /// <param name="high">The place must not end above this.</param>
    /// <param name="alignMask">The place and the offset are equal in these bits. A hole counts only if it is larger than the size by the mask, as on
    /// Linux.</param>
    /// <param name="alignOffset">See the mask.</param>
    /// <param name="addr">The place; 0 if there is none.</param>
    /// <param name="policy">What a hole must leave free below the range above it.</param>
    /// <typeparam name="TPolicy">See the policy.</typeparam>
    public bool FindGapTopDown<TPolicy>(ulong size, ulong low, ulong high, ulong alignMask, ulong alignOffset, out ulong addr, TPolicy policy = default)
        where TPolicy : struct, IGapPolicy<T>
    {
        var search = new GapSearch(size, low, high, alignMask, alignOffset);
        if (search.IsPossible && (_count == 0 ? search.AcceptFromTop(0, high, null, 0, policy) : SearchTopDown(policy, ref search)))
        {
            addr = search.Found;
            return true;
        }

        addr = 0;
        return false;
    }

    /// <summary>The lowest place for a range of the given size from a limit on.</summary>
    /// <param name="size">Size of the range; not 0.</param>
    /// <param name="low">The place must not begin below this.</param>
    /// <param name="high">The place must not end above this.</param>
    /// <param name="alignMask">The place and the offset are equal in these bits. A hole counts only if it is larger than the size by the mask, as on
    /// Linux.</param>
    /// <param name="alignOffset">See the mask.</param>
    /// <param name="addr">The place; 0 if there is none.</param>
    /// <param name="policy">What a hole must leave free below the range above it.</param>
    /// <typeparam name="TPolicy">See the policy.</typeparam>
    public bool FindGapBottomUp<TPolicy>(ulong size, ulong low, ulong high, ulong alignMask, ulong alignOffset, out ulong addr, TPolicy policy = default)
        where TPolicy : struct, IGapPolicy<T>
    {
        var search = new GapSearch(size, low, high, alignMask, alignOffset);
        if (search.IsPossible && (_count == 0 ? search.AcceptFromBottom(0, high, null, 0, policy) : SearchBottomUp(policy, ref search)))
        {
            addr = search.Found;
            return true;
        }

        addr = 0;
        return false;
    }

    private static void FirstAndLast(RangeNode node, out ulong start, out ulong end)
    {
        if (node is RangeInner inner)
        {
            start = inner.Starts[0];
            end = inner.Ends[inner.Count - 1];
            return;
        }

        var leaf = Unsafe.As<RangeLeaf>(node);
        start = leaf.Starts[0];
        end = leaf.Ends[leaf.Count - 1];
    }

    private static T FirstValue(RangeNode node)
    {
        while (node is RangeInner inner)
        {
            node = inner.Children[0]!;
        }

        return Unsafe.As<T>(Unsafe.As<RangeLeaf>(node).Values[0])!;
    }

    private bool SearchTopDown<TPolicy>(TPolicy policy, ref GapSearch search)
        where TPolicy : struct, IGapPolicy<T>
    {
        FirstAndLast(_root, out var first, out var last);
        return search.AcceptFromTop(last, search.High, null, 0, policy)
            || TopDownWithin(_root, policy, ref search)
            || search.AcceptFromTop(0, first, FirstValue(_root), first, policy);
    }

    private bool SearchBottomUp<TPolicy>(TPolicy policy, ref GapSearch search)
        where TPolicy : struct, IGapPolicy<T>
    {
        FirstAndLast(_root, out var first, out var last);
        return search.AcceptFromBottom(0, first, FirstValue(_root), first, policy)
            || BottomUpWithin(_root, policy, ref search)
            || search.AcceptFromBottom(last, search.High, null, 0, policy);
    }

    /// <summary>The holes between the ranges below a node, from the highest down.</summary>
    private static bool TopDownWithin<TPolicy>(RangeNode node, TPolicy policy, ref GapSearch search)
        where TPolicy : struct, IGapPolicy<T>
    {
        if (node is not RangeInner inner)
        {
            var leaf = Unsafe.As<RangeLeaf>(node);
            for (var i = leaf.Count - 1; i > 0 && leaf.Starts[i] > search.Low; i--)
            {
                if (leaf.Starts[i] - leaf.Ends[i - 1] >= search.Needed
                    && search.AcceptFromTop(leaf.Ends[i - 1], leaf.Starts[i], Unsafe.As<T>(leaf.Values[i]), leaf.Starts[i], policy))
                {
                    return true;
                }
            }

            return false;
        }

        for (var i = inner.Count - 1; i >= 0 && inner.Ends[i] > search.Low; i--)
        {
            if (inner.Gaps[i] >= search.Needed && inner.Starts[i] < search.High && TopDownWithin(inner.Children[i]!, policy, ref search))
            {
                return true;
            }

            if (i > 0 && inner.Starts[i] - inner.Ends[i - 1] >= search.Needed
                && search.AcceptFromTop(inner.Ends[i - 1], inner.Starts[i], FirstValue(inner.Children[i]!), inner.Starts[i], policy))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The holes between the ranges below a node, from the lowest up.</summary>
    private static bool BottomUpWithin<TPolicy>(RangeNode node, TPolicy policy, ref GapSearch search)
        where TPolicy : struct, IGapPolicy<T>
    {
        if (node is not RangeInner inner)
        {
            var leaf = Unsafe.As<RangeLeaf>(node);
            for (var i = 1; i < leaf.Count && leaf.Ends[i - 1] < search.High; i++)
            {
                if (leaf.Starts[i] - leaf.Ends[i - 1] >= search.Needed
                    && search.AcceptFromBottom(leaf.Ends[i - 1], leaf.Starts[i], Unsafe.As<T>(leaf.Values[i]), leaf.Starts[i], policy))
                {
                    return true;
                }
            }

            return false;
        }

        for (var i = 0; i < inner.Count && (i == 0 || inner.Ends[i - 1] < search.High); i++)
        {
            if (i > 0 && inner.Starts[i] - inner.Ends[i - 1] >= search.Needed
                && search.AcceptFromBottom(inner.Ends[i - 1], inner.Starts[i], FirstValue(inner.Children[i]!), inner.Starts[i], policy))
            {
                return true;
            }

            if (inner.Gaps[i] >= search.Needed && inner.Ends[i] > search.Low && BottomUpWithin(inner.Children[i]!, policy, ref search))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What is searched for, and the test of one hole.</summary>
    private ref struct GapSearch(ulong size, ulong low, ulong high, ulong alignMask, ulong alignOffset)
    {
        internal readonly ulong Low = low;
        internal readonly ulong High = high;

        /// <summary>A hole smaller than this is passed over.</summary>
        internal readonly ulong Needed = size + alignMask;

        private readonly ulong _size = size;
        private readonly ulong _alignMask = alignMask;
        private readonly ulong _alignOffset = alignOffset;

        internal ulong Found { get; private set; }

        internal readonly bool IsPossible => _size != 0 && Needed >= _size && High > Low && High - Low >= Needed;

        /// <summary>The top of the hole, as low as alignment and the guard gap of the range above ask.</summary>
        internal bool AcceptFromTop<TPolicy>(ulong bottom, ulong top, T? above, ulong aboveStart, TPolicy policy)
            where TPolicy : struct, IGapPolicy<T>
        {
            bottom = Math.Max(bottom, Low);
            top = Math.Min(top, High);
            if (!Fits(bottom, top))
            {
                return false;
            }

            var candidate = top - _size;
            candidate -= (candidate - _alignOffset) & _alignMask;
            if (above is not null)
            {
                var effective = policy.EffectiveStart(aboveStart, above);
                if (candidate + _size > effective)
                {
                    if (!Fits(bottom, effective))
                    {
                        return false;
                    }

                    candidate = effective - _size;
                    candidate -= (candidate - _alignOffset) & _alignMask;
                }
            }

            Found = candidate;
            return true;
        }

        /// <summary>The bottom of the hole, as high as alignment asks.</summary>
        internal bool AcceptFromBottom<TPolicy>(ulong bottom, ulong top, T? above, ulong aboveStart, TPolicy policy)
            where TPolicy : struct, IGapPolicy<T>
        {
            bottom = Math.Max(bottom, Low);
            top = Math.Min(top, High);
            if (!Fits(bottom, top))
            {
                return false;
            }

            var candidate = bottom + ((_alignOffset - bottom) & _alignMask);
            if (above is not null && candidate + _size > policy.EffectiveStart(aboveStart, above))
            {
                return false;
            }

            Found = candidate;
            return true;
        }

        private readonly bool Fits(ulong bottom, ulong top) => top > bottom && top - bottom >= Needed;
    }
}
