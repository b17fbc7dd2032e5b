namespace Mm.Tree;

/// <content>What only tests and the checks of debug builds look at.</content>
public partial class RangeTree<T>
{
    /// <summary>Nodes made so far.</summary>
    internal int TestHookNodesMade => _pool.Total;

    /// <summary>Levels of inner nodes above the leaves.</summary>
    internal int TestHookHeight => _height;

    /// <summary>Tests every invariant of the structure; the writer's lock is held in any mode.</summary>
    /// <exception cref="InvalidOperationException">An invariant does not hold; the text says which.</exception>
    internal void CheckStructure()
    {
        var ranges = CheckNode(_root, 0, ulong.MaxValue, 0, out _, out _, out _);
        Require(ranges == _count, $"the count says {_count}, there are {ranges} ranges");
        CheckPlace();
    }

    private void CheckPlace()
    {
        if (_place.Leaf is not { } leaf)
        {
            Require(!_pathIsOfPlace, "a path leads to no place");
            return;
        }

        var at = _place.SpanStart;
        Require(ReferenceEquals(LeafFor(at, out var spanStart, out var spanEnd), leaf), "the leaf of the last change is not in the tree");
        Require(spanStart == at && spanEnd == _place.SpanEnd, $"the place is [{at:x},{_place.SpanEnd:x}), its leaf's span [{spanStart:x},{spanEnd:x})");
        Require(ReferenceEquals(_place.Parent!.Children[_place.Index], leaf), "the place is not where its parent has it");
        var node = _root;
        for (var depth = 0; depth < _height && _pathIsOfPlace; depth++)
        {
            Require(ReferenceEquals(_left[depth].Node, node), "the path of the place leaves the tree");
            node = _left[depth].Node.Children[_left[depth].Index]!;
        }

        Require(!_pathIsOfPlace || ReferenceEquals(node, leaf), "the path of the place leads elsewhere");
    }

    private int CheckNode(RangeNode node, ulong spanStart, ulong spanEnd, int depth, out ulong first, out ulong last, out ulong gap)
    {
        gap = 0;
        Require(node.Count > 0 || depth == 0, "a node below the root is empty");
        if (node is RangeLeaf leaf)
        {
            Require(depth == _height, $"a leaf at depth {depth} of {_height}");
            CheckLeaf(leaf, spanStart, spanEnd);
            first = leaf.Count == 0 ? 0 : leaf.Starts[0];
            last = leaf.Count == 0 ? 0 : leaf.Ends[leaf.Count - 1];
            gap = leaf.LargestGap();
            return leaf.Count;
        }

        var inner = (RangeInner)node;
        Require(inner.Count > 1 || depth > 0, "the root has a single child");
        var ranges = 0;
        for (var i = 0; i < inner.Count; i++)
        {
            var from = i == 0 ? spanStart : inner.Pivots[i - 1];
            var to = i == inner.Count - 1 ? spanEnd : inner.Pivots[i];
            Require(from < to && to <= spanEnd, $"the span [{from:x},{to:x}) in one that ends at {spanEnd:x}");
            ranges += CheckNode(inner.Children[i]!, from, to, depth + 1, out var childFirst, out var childLast, out var childGap);
            Require(inner.Starts[i] == childFirst && inner.Ends[i] == childLast, $"a child's range [{childFirst:x},{childLast:x}) is recorded wrongly");
            Require(inner.Gaps[i] == childGap, $"a child's largest gap {childGap:x} is recorded as {inner.Gaps[i]:x}");
        }

        for (var i = inner.Count - 1; i < RangeInner.Capacity; i++)
        {
            Require(inner.Pivots[i] == ulong.MaxValue, "an unused pivot is set");
        }

        first = inner.Starts[0];
        last = inner.Ends[inner.Count - 1];
        gap = inner.LargestGap();
        Require(inner.Gap == gap, $"a node's largest gap {gap:x} is recorded as {inner.Gap:x}");
        Require(inner.TestHookRestIsRight(), "a node's largest gap apart from one child is recorded wrongly");
        return ranges;
    }

    private static void CheckLeaf(RangeLeaf leaf, ulong spanStart, ulong spanEnd)
    {
        var border = spanStart;
        for (var i = 0; i < leaf.Count; i++)
        {
            Require(leaf.Starts[i] >= border && leaf.Starts[i] < leaf.Ends[i], $"[{leaf.Starts[i]:x},{leaf.Ends[i]:x}) begins before {border:x}");
            Require(leaf.Values[i] is T, "a range without a value");
            border = leaf.Ends[i];
        }

        Require(border <= spanEnd, $"a range ends at {border:x}, its leaf's span at {spanEnd:x}");
        for (var i = leaf.Count; i < RangeLeaf.Capacity; i++)
        {
            Require(leaf.Starts[i] == ulong.MaxValue && leaf.Ends[i] == ulong.MaxValue && leaf.Values[i] is null, "an unused entry is set");
        }
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidOperationException("The range tree is broken: " + what + ".");
        }
    }
}
