namespace Mm.Locks;

/// <summary>Retired objects in order of their epochs: a ring that grows, so that retiring allocates nothing once it has its size. Used under its owner's
/// lock.</summary>
internal sealed class RetiredQueue
{
    private RetiredItem[] _ring = new RetiredItem[128];
    private int _first;

    internal int Count { get; private set; }

    internal void Enqueue(RetiredItem item)
    {
        if (Count == _ring.Length)
        {
            Grow();
        }

        _ring[(_first + Count) & (_ring.Length - 1)] = item;
        Count++;
    }

    internal bool TryDequeueOlderThan(long epoch, out RetiredItem item)
    {
        if (Count == 0 || _ring[_first].Epoch >= epoch)
        {
            item = default;
            return false;
        }

        item = _ring[_first];
        _ring[_first] = default;
        _first = (_first + 1) & (_ring.Length - 1);
        Count--;
        return true;
    }

    private void Grow()
    {
        var larger = new RetiredItem[_ring.Length * 2];
        for (int i = 0; i < Count; i++)
        {
            larger[i] = _ring[(_first + i) & (_ring.Length - 1)];
        }

        _ring = larger;
        _first = 0;
    }
}
