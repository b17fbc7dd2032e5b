using System.Runtime.CompilerServices;

namespace Mm.Tree;

/// <content>Changes that a copy of one leaf is not enough for: nodes are packed anew, level by level, until one replaces a node of the same span.</content>
public partial class RangeTree<T>
{
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
}
