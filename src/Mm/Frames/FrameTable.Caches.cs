using System.Runtime.CompilerServices;
using Mm.Locks;

namespace Mm.Frames;

/// <content>Moving free frames between the caches of the CPUs and the depot.</content>
public sealed partial class FrameTable
{
    [RequiresWrite("cache.Lock")]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int TakeFrom(FrameCache cache, Span<uint> pfns)
    {
        var done = 0;
        while (done < pfns.Length && cache.Count > 0)
        {
            pfns[done++] = Pop(cache);
        }

        while (done < pfns.Length && cache.FreshNext < cache.FreshEnd)
        {
            ref var state = ref StateOf(new Pfn(cache.FreshNext));
            pfns[done++] = cache.FreshNext++;
            state.RefCount = 1;
            state.IndexAndFlags = 0;
        }

        return done;
    }

    /// <summary>Takes the first frame of the chain, which is not empty.</summary>
    [RequiresWrite("cache.Lock")]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Pop(FrameCache cache)
    {
        var number = cache.Head;
        ref var state = ref StateOf(new Pfn(number));
        cache.Head = (uint)state.IndexAndFlags;
        cache.Count--;
        state.RefCount = 1;
        state.IndexAndFlags = 0;
        return number;
    }

    /// <summary>Brings frames into a cache: from the depot, else from the caches of other CPUs.</summary>
    private bool TryRefill(FrameCache cache)
    {
        if (_depot.TryTake(out var head, out var count))
        {
            cache.Lock.Lock();
            Join(cache, head, count);
            cache.Lock.Unlock();
            return true;
        }

        if (_depot.TryTakeRun(out var first, out var end))
        {
            if (!TryEnsureMetadata(first))
            {
                _depot.GiveRun(first, end);
                return false;
            }

            AddRun(cache, first, end);
            return true;
        }

        foreach (var other in _caches)
        {
            if (!ReferenceEquals(other, cache) && TryTakeAll(other, out head, out count, out first, out end))
            {
                AddRun(cache, first, end);
                cache.Lock.Lock();
                Join(cache, head, count);
                cache.Lock.Unlock();

                return true;
            }
        }

        return false;
    }

    private void AddRun(FrameCache cache, uint first, uint end)
    {
        cache.Lock.Lock();

        // Another thread of the same CPU may have brought a run first: what does not fit beside it goes into the chain.
        if (cache.FreshNext == cache.FreshEnd)
        {
            cache.FreshNext = first;
            cache.FreshEnd = end;
            first = end;
        }

        for (; first < end; first++)
        {
            StateOf(new Pfn(first)).IndexAndFlags = cache.Head;
            cache.Head = first;
            cache.Count++;
        }

        cache.Lock.Unlock();
    }

    [RequiresWrite("cache.Lock")]
    private void Join(FrameCache cache, uint head, int count)
    {
        if (cache.Count == 0)
        {
            cache.Head = head;
            cache.Count = count;
            return;
        }

        for (; count > 0; count--)
        {
            ref var state = ref StateOf(new Pfn(head));
            var next = (uint)state.IndexAndFlags;
            state.IndexAndFlags = cache.Head;
            cache.Head = head;
            cache.Count++;
            head = next;
        }
    }

    private static bool TryTakeAll(FrameCache other, out uint head, out int count, out uint first, out uint end)
    {
        other.Lock.Lock();
        (head, count, first, end) = (other.Head, other.Count, other.FreshNext, other.FreshEnd);
        other.Head = 0;
        other.Count = 0;
        other.FreshNext = other.FreshEnd;
        other.Lock.Unlock();
        return count > 0 || first < end;
    }

    private void CountInUse(long frames)
    {
        var cache = _caches[_cpus.Current.Index];
        cache.Lock.Lock();
        cache.InUse += frames;
        cache.Lock.Unlock();
    }
}
