using Mm.Locks;

namespace Mm.Frames;

/// <summary>Free frames at hand for one simulated CPU: a chain through the frames' metadata, and a run of frames that were never used. Free blocks of bytes
/// too.</summary>
internal sealed class FrameCache
{
    /// <summary>Frames that move between a cache and the depot at once; a run of fresh ones is aligned to it.</summary>
    internal const int Batch = FrameTable.HugeFrames;

    /// <summary>Blocks that move between a cache and the depot at once.</summary>
    internal const int BlockBatch = 64;

    /// <summary>Threads of one CPU share the cache; a hold is a few instructions. Taken inside the CPU's TLB lock too, since a store may need a block.</summary>
    internal readonly PageTableLock Lock = new(LockClass.Of("FrameCache.Lock"));

    /// <summary>First frame of the chain; 0 if it is empty.</summary>
    [GuardedBy("Lock")]
    internal uint Head;

    /// <summary>Frames in the chain.</summary>
    [GuardedBy("Lock")]
    internal int Count;

    [GuardedBy("Lock")]
    internal uint FreshNext;

    [GuardedBy("Lock")]
    internal uint FreshEnd;

    /// <summary>Frames given out less frames taken back by this cache; the sum over all caches is what is in use.</summary>
    [GuardedBy("Lock")]
    internal long InUse;

    /// <summary>Handles of free blocks of bytes.</summary>
    [GuardedBy("Lock")]
    internal readonly nint[] Blocks = new nint[8 * BlockBatch];

    /// <summary>Handles in <see cref="Blocks"/>.</summary>
    [GuardedBy("Lock")]
    internal int BlockCount;
}
