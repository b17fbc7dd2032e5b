using System.Runtime.CompilerServices;
using Mm.Locks;

namespace Mm.Tree;

/// <summary>Gives out the nodes of one tree and takes replaced ones back for use after a grace period. Belongs to the writer.</summary>
internal sealed class RangeNodePool(RcuDomain rcu)
{
    /// <summary>So many nodes share one grace period: asking for one costs more than a node.</summary>
    private const int BatchSize = 32;

    private readonly Queue<Batch> _waiting = new();
    private readonly Stack<Batch> _spare = new();
    private RangeNode? _freeLeaves;
    private RangeNode? _freeInner;
    private int _freeLeafCount;
    private int _freeInnerCount;
    private int _total;

    /// <summary>Replaced by the change that is being made; still reachable until it is published.</summary>
    private RangeNode? _discarded;

    /// <summary>Unreachable for new readers; their grace period has not been asked for yet.</summary>
    private RangeNode? _retired;

    private int _retiredCount;

    internal int Limit { get; set; } = int.MaxValue;

    /// <summary>Nodes made so far; for tests.</summary>
    internal int Total => _total;

    internal bool TryReserve(int leaves, int inner)
    {
        if (_freeLeafCount < leaves || _freeInnerCount < inner)
        {
            Recycle();
        }

        while (_freeLeafCount < leaves || _freeInnerCount < inner)
        {
            if (_total >= Limit)
            {
                return false;
            }

            try
            {
                Free(_freeLeafCount < leaves ? new RangeLeaf() : new RangeInner());
                _total++;
            }
            catch (OutOfMemoryException)
            {
                return false;
            }
        }

        return true;
    }

    internal RangeLeaf TakeLeaf()
    {
        if (_freeLeaves is null)
        {
            Recycle();
        }

        if (_freeLeaves is not { } node)
        {
            _total++;
            return new RangeLeaf();
        }

        _freeLeaves = node.NextInPool;
        _freeLeafCount--;
        return Unsafe.As<RangeLeaf>(node);
    }

    internal RangeInner TakeInner()
    {
        if (_freeInner is null)
        {
            Recycle();
        }

        if (_freeInner is not { } node)
        {
            _total++;
            return new RangeInner();
        }

        _freeInner = node.NextInPool;
        _freeInnerCount--;
        return Unsafe.As<RangeInner>(node);
    }

    /// <summary>The node will be replaced by the change that is being made.</summary>
    internal void Discard(RangeNode node)
    {
        node.NextInPool = _discarded;
        _discarded = node;
    }

    /// <summary>The change is published: no new reader finds the discarded nodes.</summary>
    internal void RetireDiscarded()
    {
        while (_discarded is { } node)
        {
            _discarded = node.NextInPool;
            node.NextInPool = _retired;
            _retired = node;
            _retiredCount++;
        }

        if (_retiredCount >= BatchSize)
        {
            if (!_spare.TryPop(out var batch))
            {
                batch = new Batch();
            }

            batch.First = _retired;
            _waiting.Enqueue(batch);
            _retired = null;
            _retiredCount = 0;
            rcu.Retire(batch, static batch => ((Batch)batch).MarkElapsed());
        }
    }

    /// <summary>Frees the batches whose readers have all gone.</summary>
    private void Recycle()
    {
        // A tree that waits for others to fill the domain's queue would walk through ever more nodes, none of them in the processor's cache.
        if (_waiting.TryPeek(out var oldest) && !oldest.HasElapsed)
        {
            rcu.TryReclaim();
        }

        while (_waiting.TryPeek(out var batch) && batch.HasElapsed)
        {
            _waiting.Dequeue();
            for (var node = batch.First; node is not null;)
            {
                var next = node.NextInPool;
                Free(node);
                node = next;
            }

            batch.Reset();
            _spare.Push(batch);
        }
    }

    private void Free(RangeNode node)
    {
        if (node is RangeLeaf leaf)
        {
            ((Span<object?>)leaf.Values).Clear();
            leaf.NextInPool = _freeLeaves;
            _freeLeaves = leaf;
            _freeLeafCount++;
        }
        else
        {
            ((Span<RangeNode?>)Unsafe.As<RangeInner>(node).Children).Clear();
            node.NextInPool = _freeInner;
            _freeInner = node;
            _freeInnerCount++;
        }
    }

    /// <summary>Nodes that wait for one grace period. The domain tells it on whatever thread reclaims; the writer looks when it needs nodes.</summary>
    private sealed class Batch
    {
        private bool _elapsed;

        internal RangeNode? First { get; set; }

        /// <summary>Pairs with the store in <see cref="MarkElapsed"/>: the reads of the last readers are over before the writer uses a node again.</summary>
        internal bool HasElapsed => Volatile.Read(ref _elapsed);

        /// <summary>Pairs with the load in <see cref="HasElapsed"/>; without release order the writer could use a node before the reclaimer knows that it is
        /// free.</summary>
        internal void MarkElapsed() => Volatile.Write(ref _elapsed, true);

        internal void Reset()
        {
            First = null;
            _elapsed = false;
        }
    }
}
