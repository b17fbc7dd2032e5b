using Mm.Locks;

namespace Mm.ReverseMap;

/// <summary>An interval tree of mappings over the pages of an object, so that a page's mappings are found in O(log n + found).</summary>
/// <remarks>A treap with nodes inside the mappings: nothing is allocated. The keys are kept in the nodes, so walking it reads no VMA.</remarks>
internal sealed class RmapTree
{
    private RmapNode? _root;
    private uint _seed = 0x9E3779B9;

    /// <summary>Mappings in the tree.</summary>
    internal int Count { get; private set; }

    /// <summary>Adds a mapping of pages of the object.</summary>
    /// <param name="node">The mapping's node.</param>
    /// <param name="first">The first page that it maps.</param>
    /// <param name="start">Where it maps that page.</param>
    /// <param name="end">First address past the mapping.</param>
    [Mutates]
    internal void Insert(RmapNode node, ulong first, ulong start, ulong end)
    {
        ulong last = first + PageMath.Pages(end - start) - 1;
        node.First = first;
        node.Last = last;
        node.Address = start;
        node.SubtreeLast = last;
        node.Left = null;
        node.Right = null;
        node.Priority = NextPriority();
        node.Linked = true;
        _root = Insert(_root, node);
        Count++;
    }

    /// <summary>Takes a mapping out.</summary>
    [Mutates]
    internal void Remove(RmapNode node)
    {
        _root = Remove(_root, node);
        node.Left = null;
        node.Right = null;
        node.Linked = false;
        Count--;
    }

    /// <summary>The first mapping that has a page in the range, in order of <see cref="RmapNode.First"/>; null if there is none.</summary>
    internal RmapNode? FirstOverlap(ulong first, ulong last) => NextOverlap(_root, first, last, null);

    /// <summary>The next mapping after <paramref name="previous"/> that has a page in the range.</summary>
    internal RmapNode? NextOverlap(RmapNode previous, ulong first, ulong last) => NextOverlap(_root, first, last, previous);

    private static RmapNode? NextOverlap(RmapNode? node, ulong first, ulong last, RmapNode? after)
    {
        while (node != null && node.SubtreeLast >= first)
        {
            if (after == null || Compare(after, node) < 0)
            {
                RmapNode? left = NextOverlap(node.Left, first, last, after);
                if (left != null)
                    return left;
                if (node.First > last)
                    return null;
                if (node.Last >= first)
                    return node;
            }
            node = node.Right;
        }
        return null;
    }

    private static RmapNode Insert(RmapNode? root, RmapNode node)
    {
        if (root == null)
            return node;
        if (node.Priority > root.Priority)
        {
            (node.Left, node.Right) = Split(root, node);
            Refresh(node);
            return node;
        }
        if (Compare(node, root) < 0)
            root.Left = Insert(root.Left, node);
        else
            root.Right = Insert(root.Right, node);
        Refresh(root);
        return root;
    }

    private static (RmapNode? Below, RmapNode? Above) Split(RmapNode? root, RmapNode pivot)
    {
        if (root == null)
            return (null, null);
        if (Compare(root, pivot) < 0)
        {
            (root.Right, RmapNode? above) = Split(root.Right, pivot);
            Refresh(root);
            return (root, above);
        }
        (RmapNode? below, root.Left) = Split(root.Left, pivot);
        Refresh(root);
        return (below, root);
    }

    private static RmapNode? Remove(RmapNode? root, RmapNode node)
    {
        if (root == null)
            throw new InvalidOperationException("The mapping is not in this reverse map.");
        if (ReferenceEquals(root, node))
            return Join(root.Left, root.Right);
        if (Compare(node, root) < 0)
            root.Left = Remove(root.Left, node);
        else
            root.Right = Remove(root.Right, node);
        Refresh(root);
        return root;
    }

    private static RmapNode? Join(RmapNode? left, RmapNode? right)
    {
        if (left == null)
            return right;
        if (right == null)
            return left;
        if (left.Priority > right.Priority)
        {
            left.Right = Join(left.Right, right);
            Refresh(left);
            return left;
        }
        right.Left = Join(left, right.Left);
        Refresh(right);
        return right;
    }

    /// <summary>A total order: by first page, and among equal ones by the random priority, which no two neighbours in the tree share but by accident of
    /// equal draws; <see cref="NextPriority"/> never repeats within 2^32 insertions.</summary>
    private static int Compare(RmapNode a, RmapNode b)
    {
        int byFirst = a.First.CompareTo(b.First);
        return byFirst != 0 ? byFirst : a.Priority.CompareTo(b.Priority);
    }

    private static void Refresh(RmapNode node)
    {
        ulong last = node.Last;
        if (node.Left != null && node.Left.SubtreeLast > last)
            last = node.Left.SubtreeLast;
        if (node.Right != null && node.Right.SubtreeLast > last)
            last = node.Right.SubtreeLast;
        node.SubtreeLast = last;
    }

    /// <summary>xorshift32: a permutation of the non-zero 32-bit numbers.</summary>
    private uint NextPriority()
    {
        uint x = _seed;
        x ^= x << 13;
        x ^= x >> 17;
        x ^= x << 5;
        return _seed = x;
    }
}
