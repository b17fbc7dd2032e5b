using System.Runtime.CompilerServices;
using Mm.PageTables;

namespace Mm.Frames;

/// <content>Free blocks of bytes: a cache for each simulated CPU in front of the depot, so that a first store takes one lock that nobody else wants.</content>
public sealed partial class FrameTable
{
    private readonly BlockDepot _blocks = new();

    /// <summary>A free block, with whatever bytes it had.</summary>
    /// <param name="handle">The block; 0 if there is no native memory.</param>
    /// <param name="next">The block that the next fault on this CPU will take, or 0.</param>
    private bool TryTakeBlock(out nint handle, out nint next)
    {
        next = 0;
        var cache = _caches[_cpus.Current.Index];
        cache.Lock.LockNested();
        var left = --cache.BlockCount;
        if (left >= 0)
        {
            handle = cache.Blocks[left];
            if (left > 0)
            {
                next = cache.Blocks[left - 1];
            }

            cache.Lock.Unlock();
            return true;
        }

        cache.BlockCount = 0;
        cache.Lock.Unlock();
        return TryRefillBlocks(cache, out handle);
    }

    [SkipLocalsInit]
    private bool TryRefillBlocks(FrameCache cache, out nint handle)
    {
        Span<nint> taken = stackalloc nint[FrameCache.BlockBatch];
        var count = _blocks.Take(taken, _budget);
        if (count == 0)
        {
            handle = 0;
            return false;
        }

        handle = taken[--count];
        GiveBlocks(cache, taken[..count]);
        return true;
    }

    private void GiveBlocks(ReadOnlySpan<nint> handles) => GiveBlocks(_caches[_cpus.Current.Index], handles);

    /// <summary>Puts free blocks into a cache; what does not fit goes to the depot.</summary>
    private void GiveBlocks(FrameCache cache, ReadOnlySpan<nint> handles)
    {
        cache.Lock.LockNested();
        var fit = Math.Min(handles.Length, cache.Blocks.Length - cache.BlockCount);
        handles[..fit].CopyTo(cache.Blocks.AsSpan(cache.BlockCount));
        cache.BlockCount += fit;
        cache.Lock.Unlock();
        if (fit < handles.Length)
        {
            _blocks.Give(handles[fit..]);
        }
    }
}
