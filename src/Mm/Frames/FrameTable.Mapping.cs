using System.Runtime.CompilerServices;
using Mm.Locks;

namespace Mm.Frames;

/// <content>What entries of page tables do to the frames that they map. The caller holds the lock of the entry's table.</content>
public sealed partial class FrameTable
{
    /// <summary>A new frame gets its first entry: anonymous, and exclusive to it.</summary>
    /// <param name="pfn">A frame that was just allocated; nobody else knows it.</param>
    /// <param name="mapping">Number of the anonymous mapping.</param>
    /// <param name="index">The page's index in it.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MapNewAnon(Pfn pfn, int mapping, ulong index)
    {
        ref var state = ref StateOf(pfn);
        state.MapCount = 1;
        state.Mapping = mapping;
        state.IndexAndFlags = FrameState.Pack(index, (state.Flags & (FrameFlags.Huge | FrameFlags.HugeTlb)) | FrameFlags.Anon | FrameFlags.Exclusive);
    }

    /// <summary>A new frame becomes a page of a file or of shared memory, kept by its cache; no entry maps it yet.</summary>
    /// <param name="pfn">A frame that was just allocated; nobody else knows it. Its reference is the cache's.</param>
    /// <param name="mapping">Number of the file.</param>
    /// <param name="index">The page's index in it.</param>
    /// <param name="shmem">Whether it is shared anonymous memory.</param>
    public void InitialiseCached(Pfn pfn, int mapping, ulong index, bool shmem)
    {
        ref var state = ref StateOf(pfn);
        state.MapCount = 0;
        state.Mapping = mapping;
        state.IndexAndFlags = FrameState.Pack(index, shmem ? FrameFlags.Shmem : FrameFlags.None);
    }

    /// <summary>One more entry maps a frame: of a file, or anonymous and shared already. Takes a reference for the entry.</summary>
    /// <param name="pfn">A frame that the caller has a reference of, or an entry under its lock.</param>
    public void MapShared(Pfn pfn)
    {
        ref var state = ref StateOf(pfn);
        SchedulePoints.Reach(this, ScheduleKind.AtomicUpdate, (int)pfn.Number);

        // Entries of other tables come and go under other locks. Pairs with the decrement in Unmap; a plain add would lose one of two counts.
        Interlocked.Increment(ref state.MapCount);
        Get(pfn);
    }

    /// <summary>A fork copies an anonymous entry: the frame is shared from now on, so that the first writer copies it. Takes a reference for the child's
    /// entry.</summary>
    /// <param name="pfn">The frame of an entry whose table lock the caller holds.</param>
    public void ShareForFork(Pfn pfn)
    {
        ref var state = ref StateOf(pfn);
        if ((state.Flags & FrameFlags.Exclusive) != 0)
        {
            // Nobody but the holder of this table's lock counts entries or shares the frame, but who has a reference may mark it dirty at the same time
            // (SetFlags): a
            // plain change would undo that.
            Interlocked.And(ref state.IndexAndFlags, ~(ulong)FrameFlags.Exclusive);
        }

        MapShared(pfn);
    }

    /// <summary>An entry is gone. Its reference stays with the caller, who drops it after the flush.</summary>
    /// <param name="pfn">The frame.</param>
    /// <param name="pteFlags">What the entry knew: <see cref="FrameFlags.Dirty"/> and <see cref="FrameFlags.Referenced"/>.</param>
    /// <returns>The frame's flags.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal FrameFlags Unmap(Pfn pfn, FrameFlags pteFlags)
    {
        ref var state = ref StateOf(pfn);
        var flags = state.Flags;
        if ((flags & FrameFlags.Exclusive) != 0)
        {
            // The one entry is the caller's, and only its lock's holder may make others.
            state.MapCount = 0;
            return flags;
        }

        SchedulePoints.Reach(this, ScheduleKind.AtomicUpdate, (int)pfn.Number);
        // Whether an anonymous page is dirty is known from its entries alone, as in the kernel.
        UnmapShared(ref state, (flags & FrameFlags.Anon) != 0 ? pteFlags & ~FrameFlags.Dirty : pteFlags);
        return flags;
    }

    /// <summary>The writer of a shared anonymous frame turns out to be its last owner: it need not copy.</summary>
    /// <param name="pfn">The frame of an entry whose table lock the caller holds.</param>
    /// <returns>False if others have it mapped or refer to it.</returns>
    public bool TryReclaimExclusive(Pfn pfn)
    {
        ref var state = ref StateOf(pfn);
        if ((state.Flags & FrameFlags.Exclusive) != 0)
        {
            return true;
        }

        SchedulePoints.Reach(this, ScheduleKind.Observe, (int)pfn.Number);

        // Pairs with the decrements of the others' references: what they did to the frame comes before it is written here.
        if ((state.Flags & FrameFlags.Anon) == 0 || Volatile.Read(ref state.RefCount) != 1)
        {
            return false;
        }

        state.MapCount = 1;
        state.IndexAndFlags |= (ulong)FrameFlags.Exclusive;
        return true;
    }

    /// <summary>Moves an exclusive anonymous frame to another mapping (after the last of the sharers has it for itself).</summary>
    /// <param name="pfn">The frame of an entry whose table lock the caller holds.</param>
    /// <param name="mapping">Number of the anonymous mapping.</param>
    /// <param name="index">The page's index in it.</param>
    public void MoveToMapping(Pfn pfn, int mapping, ulong index)
    {
        ref var state = ref StateOf(pfn);
        state.Mapping = mapping;
        state.IndexAndFlags = FrameState.Pack(index, state.Flags);
    }

    /// <summary>Sets flags of a frame.</summary>
    /// <param name="pfn">The frame.</param>
    /// <param name="flags">The flags to set.</param>
    public void SetFlags(Pfn pfn, FrameFlags flags)
    {
        // Flags of a shared frame are changed by holders of different locks. Pairs with ClearFlags; a plain change would undo another one.
        Interlocked.Or(ref StateOf(pfn).IndexAndFlags, (ulong)flags);
    }

    /// <summary>Clears flags of a frame.</summary>
    /// <param name="pfn">The frame.</param>
    /// <param name="flags">The flags to clear.</param>
    /// <remarks>As in <see cref="SetFlags"/>.</remarks>
    public void ClearFlags(Pfn pfn, FrameFlags flags) => Interlocked.And(ref StateOf(pfn).IndexAndFlags, ~(ulong)flags);

    /// <summary>A huge frame becomes 512 small ones, each with one entry and one reference; the huge entry's are gone. Contents stay where they are.</summary>
    /// <param name="head">A frame of an exclusive huge entry whose table lock the caller holds.</param>
    internal void BreakHuge(Pfn head)
    {
        ref var first = ref StateOf(head);
        var (mapping, index) = (first.Mapping, first.Index);
        var flags = first.Flags & ~FrameFlags.Huge;
        for (var i = 0; i < HugeFrames; i++)
        {
            ref var state = ref StateOf(head.Plus(i));
            state.RefCount = 1;
            state.MapCount = 1;
            state.Mapping = mapping;
            state.IndexAndFlags = FrameState.Pack(index + (ulong)i, flags);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void UnmapShared(ref FrameState state, FrameFlags pteFlags)
    {
        // Pairs with the increment in MapShared: entries of other tables are counted at the same time.
        Interlocked.Decrement(ref state.MapCount);
        if ((pteFlags & ~state.Flags) != 0)
        {
            // As in SetFlags: the bits that the processor left in the entry would be lost with it.
            Interlocked.Or(ref state.IndexAndFlags, (ulong)pteFlags);
        }
    }
}
