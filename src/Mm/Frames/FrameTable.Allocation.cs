using System.Runtime.CompilerServices;
using Mm.Locks;
using Mm.Tlb;

namespace Mm.Frames;

/// <content>Giving frames out and taking them back.</content>
public sealed partial class FrameTable
{
    internal const uint ZeroFrame = 1;
    internal const uint FirstFrame = 2;

    /// <summary>Metadata of the frame so many places ahead is fetched while a batch is freed.</summary>
    private const int PrefetchDistance = 12;

    private readonly CpuSet _cpus;
    private readonly FrameCache[] _caches;
    private readonly FrameDepot _depot;

    /// <summary>Frames in use; exact while nobody allocates or frees.</summary>
    public long Used
    {
        get
        {
            var used = 0L;
            foreach (var cache in _caches)
            {
                cache.Lock.Lock();
                used += cache.InUse;
                cache.Lock.Unlock();
            }

            return used;
        }
    }

    /// <summary>Allocates a frame: zeroed, with one reference, mapped nowhere.</summary>
    /// <param name="pfn">The frame; <see cref="Pfn.None"/> if there is none.</param>
    /// <returns>False if all frames are in use, or there is no native memory for their metadata.</returns>
    public bool TryAlloc(out Pfn pfn)
    {
        var cache = _caches[_cpus.Current.Index];
        cache.Lock.Lock();
        if (cache.Count > 0)
        {
            pfn = new Pfn(Pop(cache));
            cache.InUse++;
            cache.Lock.Unlock();
            return true;
        }

        cache.Lock.Unlock();
        Unsafe.SkipInit(out uint number);
        pfn = AllocBatch(new Span<uint>(ref number)) == 1 ? new Pfn(number) : Pfn.None;
        return pfn.IsFrame;
    }

    /// <summary>Allocates frames, each as <see cref="TryAlloc"/> does.</summary>
    /// <param name="pfns">Takes their numbers.</param>
    /// <returns>How many there were; as many as asked for unless memory is short.</returns>
    public int AllocBatch(Span<uint> pfns)
    {
        var cache = _caches[_cpus.Current.Index];
        var done = 0;
        do
        {
            cache.Lock.Lock();
            var taken = TakeFrom(cache, pfns[done..]);
            cache.InUse += taken;
            cache.Lock.Unlock();
            done += taken;
        }
        while (done < pfns.Length && TryRefill(cache));
        return done;
    }

    /// <summary>Allocates a huge frame: 512 frames with numbers that begin at a multiple of 512, one reference at the head.</summary>
    /// <param name="head">The first frame.</param>
    /// <returns>False if no such block is free: the caller takes small frames.</returns>
    public bool TryAllocHuge(out Pfn head)
    {
        if (_depot.TryTakeHuge(out var first))
        {
            if (TryEnsureMetadata(first))
            {
                head = new Pfn(first);
                ref var state = ref StateOf(head);
                state.RefCount = 1;
                state.IndexAndFlags = (ulong)FrameFlags.Huge;
                CountInUse(HugeFrames);
                return true;
            }

            _depot.GiveHuge(first);
        }

        head = Pfn.None;
        return false;
    }

    /// <summary>Adds a reference. Whoever calls has one already, or holds the lock of a table with an entry that has one.</summary>
    /// <param name="pfn">The frame; the zero page is not counted.</param>
    public void Get(Pfn pfn)
    {
        if (pfn.Number != ZeroFrame)
        {
            SchedulePoints.Reach(this, ScheduleKind.AtomicUpdate, (int)pfn.Number);

            // Pairs with the decrement in Release. Two holders may add and drop at once; a plain add would lose one, and the frame would be freed under the
            // other.
            Interlocked.Increment(ref StateOf(pfn).RefCount);
        }
    }

    /// <summary>Drops a reference, and frees the frame with the last one. No translation may reach it any more.</summary>
    /// <param name="pfn">The frame; the zero page is not counted.</param>
    public void Put(Pfn pfn) => PutBatch([pfn.Number]);

    /// <summary>Drops a reference of each frame, as <see cref="Put"/> does, at a fraction of the cost.</summary>
    /// <param name="pfns">Numbers of frames.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public void PutBatch(ReadOnlySpan<uint> pfns)
    {
        var head = 0U;
        var tail = 0U;
        var count = 0;
        var freed = 0L;
        Span<nint> blocks = stackalloc nint[FrameCache.BlockBatch];
        var blockCount = 0;

        // Asked once: in a method that is compiled before the seam's class has run, each asking costs more than the rest of the loop.
        var explored = SchedulePoints.Enabled;
        for (var i = 0; i < pfns.Length; i++)
        {
            if (i + PrefetchDistance < pfns.Length)
            {
                Prefetch(pfns[i + PrefetchDistance]);
            }

            var number = pfns[i];
            ref var state = ref StateOf(new Pfn(number));
            if (explored)
            {
                SchedulePoints.Reach(this, ScheduleKind.AtomicUpdate, (int)number);
            }

            if (number == ZeroFrame || !Release(ref state))
            {
                continue;
            }

            if ((state.Flags & FrameFlags.Huge) != 0)
            {
                freed += FreeHuge(number, ref state);
                continue;
            }

            if (DropContent(number) is var block && block != 0)
            {
                blocks[blockCount++] = block;
                if (blockCount == blocks.Length)
                {
                    GiveBlocks(blocks);
                    blockCount = 0;
                }
            }

            state.Generation++;
            state.IndexAndFlags = head;
            head = number;
            tail = count == 0 ? number : tail;
            freed++;
            if (++count == FrameCache.Batch)
            {
                _depot.Give(head, count);
                head = 0;
                count = 0;
            }
        }

        if (blockCount != 0)
        {
            GiveBlocks(blocks[..blockCount]);
        }

        if (freed != 0)
        {
            Keep(head, tail, count, freed);
        }
    }

    /// <summary>Drops a reference.</summary>
    /// <returns>Whether it was the last.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Release(ref FrameState state)
    {
        // The only reference is the caller's, and a reference can only be added by who has one: nobody else can be at the count. Pairs with the decrement
        // below: what another holder did to the frame before it dropped its reference is seen before the frame is used again.
        if (Volatile.Read(ref state.RefCount) == 1)
        {
            state.RefCount = 0;
            return true;
        }

        // Pairs with Get and with itself: exactly one of several that drop at once sees zero.
        return Interlocked.Decrement(ref state.RefCount) == 0;
    }

    /// <returns>Frames that are not in use any more; those of the pool of hugetlbfs were not counted.</returns>
    private int FreeHuge(uint head, ref FrameState state)
    {
        var pooled = (state.Flags & FrameFlags.HugeTlb) != 0;
        state.Generation++;
        state.IndexAndFlags = 0;
        if (_contents[head >> ChunkShift] is not null)
        {
            for (var i = 0U; i < HugeFrames; i++)
            {
                if (DropContent(head + i) is var block && block != 0)
                {
                    GiveBlocks([block]);
                }
            }
        }

        if (pooled)
        {
            GiveHugeTlb(head);
            return 0;
        }

        _depot.GiveHuge(head);
        return HugeFrames;
    }

    /// <summary>Puts a chain of freed frames into the cache of this CPU; a full cache goes to the depot first.</summary>
    private void Keep(uint head, uint tail, int count, long freed)
    {
        var cache = _caches[_cpus.Current.Index];
        var (fullHead, fullCount) = (0U, 0);
        cache.Lock.Lock();
        cache.InUse -= freed;
        if (count != 0)
        {
            if (cache.Count + count > 2 * FrameCache.Batch)
            {
                (fullHead, fullCount) = (cache.Head, cache.Count);
                cache.Head = 0;
                cache.Count = 0;
            }

            StateOf(new Pfn(tail)).IndexAndFlags = cache.Head;
            cache.Head = head;
            cache.Count += count;
        }

        cache.Lock.Unlock();
        if (fullCount != 0)
        {
            _depot.Give(fullHead, fullCount);
        }
    }
}
