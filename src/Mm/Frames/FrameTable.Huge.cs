using Mm.Locks;

namespace Mm.Frames;

/// <content>Huge frames that several address spaces map, and the huge zero page.</content>
/// <remarks>
/// <para>A huge frame is whole (one reference at the head, <see cref="FrameFlags.Huge"/>) or broken (512 small frames, each with a reference for each entry that
/// maps it, be that entry small or huge). While one entry alone maps it, it is whole. A huge entry that fork shared keeps it whole until one of the sharers
/// splits or drops its entry; that one breaks it, and the others' entries go on as huge entries of small frames.</para>
/// <para>Whether a shared one is whole is decided under the lock of its head, because the sharers hold different page-table locks.</para>
/// </remarks>
public sealed partial class FrameTable
{
    private const int HeadLocks = 16;

    private readonly Lock[] _headLocks = CreateHeadLocks();
    private readonly Lock _hugeZeroLock = new();
    private uint _hugeZero;

    /// <summary>512 frames that read as zero, for reads of untouched memory where a huge page fits. Not counted, never freed, never written.</summary>
    /// <param name="head">The first.</param>
    /// <returns>False if no such block is free, or there is no native memory for its metadata.</returns>
    internal bool TryGetHugeZero(out Pfn head)
    {
        // Pairs with the store below: the metadata was there before the number.
        head = new Pfn(Volatile.Read(ref _hugeZero));
        return head.IsFrame || TryMakeHugeZero(out head);
    }

    /// <summary>Whether a huge entry alone maps the frame, and maps it as a whole.</summary>
    internal bool IsWhole(Pfn head) => (StateOf(head).Flags & (FrameFlags.Huge | FrameFlags.Exclusive)) == (FrameFlags.Huge | FrameFlags.Exclusive);

    /// <summary>A fork copies a huge entry: the frame is shared from now on. Takes a reference for the child's entry.</summary>
    /// <param name="head">The frame of a huge entry whose table lock the caller holds.</param>
    internal void ShareHuge(Pfn head)
    {
        lock (HeadLock(head))
        {
            if ((StateOf(head).Flags & FrameFlags.Huge) != 0)
            {
                ShareForFork(head);
                return;
            }

            for (var i = 0; i < HugeFrames; i++)
            {
                ShareForFork(head.Plus(i));
            }
        }
    }

    /// <summary>The frame of a huge entry becomes 512 small ones, of which the entry has a reference each; another sharer's huge entry too.</summary>
    /// <param name="head">The frame of a huge entry whose table lock the caller holds.</param>
    internal void BreakShared(Pfn head)
    {
        if (IsWhole(head))
        {
            BreakHuge(head);
            return;
        }

        lock (HeadLock(head))
        {
            ref var first = ref StateOf(head);
            if ((first.Flags & FrameFlags.Huge) == 0)
            {
                return;
            }

            var (entries, mapping, index) = (first.MapCount, first.Mapping, first.Index);
            var flags = first.Flags & ~FrameFlags.Huge;
            for (var i = 0; i < HugeFrames; i++)
            {
                ref var state = ref StateOf(head.Plus(i));
                state.RefCount = entries;
                state.MapCount = entries;
                state.Mapping = mapping;
                state.IndexAndFlags = FrameState.Pack(index + (ulong)i, flags);
            }
        }
    }

    /// <summary>The writer of a shared huge frame turns out to be its last owner: it need not copy, and the frame is whole again.</summary>
    /// <param name="head">The frame of a huge entry whose table lock the caller holds.</param>
    /// <returns>False if others have a part of it mapped, or refer to it.</returns>
    internal bool TryReclaimHuge(Pfn head)
    {
        if (IsWhole(head))
        {
            return true;
        }

        lock (HeadLock(head))
        {
            ref var first = ref StateOf(head);
            if ((first.Flags & FrameFlags.Huge) != 0)
            {
                return TryReclaimExclusive(head);
            }

            var flags = FrameFlags.None;
            for (var i = 0; i < HugeFrames; i++)
            {
                // Pairs with the decrements of the others' references, as in TryReclaimExclusive: from 1, the caller's, nobody else can raise it.
                ref var state = ref StateOf(head.Plus(i));
                if (Volatile.Read(ref state.RefCount) != 1)
                {
                    return false;
                }

                flags |= state.Flags;
            }

            for (var i = 1; i < HugeFrames; i++)
            {
                ref var state = ref StateOf(head.Plus(i));
                state.RefCount = 0;
                state.MapCount = 0;
            }

            first.MapCount = 1;
            first.IndexAndFlags = FrameState.Pack(first.Index, (flags & ~FrameFlags.LazyFree) | FrameFlags.Huge | FrameFlags.Exclusive);
            return true;
        }
    }

    private static Lock[] CreateHeadLocks()
    {
        var locks = new Lock[HeadLocks];
        for (var i = 0; i < locks.Length; i++)
        {
            locks[i] = new Lock();
        }

        return locks;
    }

    private Lock HeadLock(Pfn head) => _headLocks[(head.Number / HugeFrames) % HeadLocks];

    private bool TryMakeHugeZero(out Pfn head)
    {
        lock (_hugeZeroLock)
        {
            head = new Pfn(_hugeZero);
            if (head.IsFrame)
            {
                return true;
            }

            if (!_depot.TryTakeHuge(out var first))
            {
                return false;
            }

            if (!TryEnsureMetadata(first))
            {
                _depot.GiveHuge(first);
                return false;
            }

            head = new Pfn(first);
            StateOf(head).RefCount = int.MaxValue / 2;

            // Pairs with the load in TryGetHugeZero.
            Volatile.Write(ref _hugeZero, first);
            return true;
        }
    }
}
