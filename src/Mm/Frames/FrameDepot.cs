using Mm.Locks;

namespace Mm.Frames;

/// <summary>Free frames in bulk: chains that caches gave back, huge frames, and the frames that were never used.</summary>
internal sealed class FrameDepot(uint limit)
{
    private readonly Lock _lock = new();

    [GuardedBy("_lock")]
    private readonly List<Chain> _chains = [];

    [GuardedBy("_lock")]
    private readonly List<uint> _huge = [];

    /// <summary>Runs that could not be used when they were taken.</summary>
    [GuardedBy("_lock")]
    private readonly List<(uint First, uint End)> _runs = [];

    [GuardedBy("_lock")]
    private uint _fresh = FrameTable.FirstFrame;

    internal void Give(uint head, int count)
    {
        lock (_lock)
        {
            _chains.Add(new Chain(head, count));
        }
    }

    internal void GiveRun(uint first, uint end)
    {
        lock (_lock)
        {
            _runs.Add((first, end));
        }
    }

    internal void GiveHuge(uint head)
    {
        lock (_lock)
        {
            _huge.Add(head);
        }
    }

    internal bool TryTake(out uint head, out int count)
    {
        lock (_lock)
        {
            if (_chains.Count > 0)
            {
                (head, count) = _chains[^1];
                _chains.RemoveAt(_chains.Count - 1);
                return true;
            }
        }

        head = 0;
        count = 0;
        return false;
    }

    /// <summary>A run of frames that are in no chain: never used ones, or a free huge frame when there are none.</summary>
    internal bool TryTakeRun(out uint first, out uint end)
    {
        lock (_lock)
        {
            if (_runs.Count > 0)
            {
                (first, end) = _runs[^1];
                _runs.RemoveAt(_runs.Count - 1);
                return true;
            }

            if (_fresh < limit)
            {
                first = _fresh;
                _fresh = end = Math.Min((first | (FrameCache.Batch - 1)) + 1, limit);
                return true;
            }

            return TryPopHuge(out first, out end);
        }
    }

    /// <summary>512 frames aligned to their number, used before or not.</summary>
    internal bool TryTakeHuge(out uint head)
    {
        lock (_lock)
        {
            if (TryPopHuge(out head, out _))
            {
                return true;
            }

            head = (_fresh + FrameTable.HugeFrames - 1) & ~(uint)(FrameTable.HugeFrames - 1);
            if (head < _fresh || head > limit || limit - head < FrameTable.HugeFrames)
            {
                head = 0;
                return false;
            }

            if (head != _fresh)
            {
                _runs.Add((_fresh, head));
            }

            _fresh = head + FrameTable.HugeFrames;
            return true;
        }
    }

    [RequiresWrite("_lock")]
    private bool TryPopHuge(out uint first, out uint end)
    {
        if (_huge.Count == 0)
        {
            first = end = 0;
            return false;
        }

        first = _huge[^1];
        end = first + FrameTable.HugeFrames;
        _huge.RemoveAt(_huge.Count - 1);
        return true;
    }

    private readonly record struct Chain(uint Head, int Count);
}
