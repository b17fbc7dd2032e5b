using Mm.Locks;

namespace Mm.Tree;

/// <content>The one store that makes a change visible, and what the nodes above have to know of it.</content>
public partial class RangeTree<T>
{
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
            RecordPathOfPlace(addr);
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
}
