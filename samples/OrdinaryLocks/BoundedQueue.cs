using Mm.Locks;

namespace OrdinaryLocks;

/// <summary>A queue with a limit: Monitor's condition variable, with the waiting in one helper that may let go of the lock.</summary>
public sealed class BoundedQueue<T>(int capacity)
{
    private readonly object _gate = new();

    [GuardedBy(nameof(_gate))]
    private readonly Queue<T> _items = [];

    [GuardedBy(nameof(_gate))]
    private bool _closed;

    /// <summary>Adds an item, waiting for room; false once the queue is closed.</summary>
    public bool Add(T item)
    {
        lock (_gate)
        {
            while (_items.Count == capacity && !_closed)
                WaitForChange();
            if (_closed)
                return false;
            _items.Enqueue(item);
            Monitor.PulseAll(_gate);
            return true;
        }
    }

    /// <summary>Takes an item, waiting for one; false once the queue is closed and empty.</summary>
    public bool TryTake(out T? item)
    {
        lock (_gate)
        {
            while (_items.Count == 0 && !_closed)
                WaitForChange();
            if (_items.TryDequeue(out item))
            {
                Monitor.PulseAll(_gate);
                return true;
            }

            return false;
        }
    }

    /// <summary>Lets everybody who waits go on.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }
    }

    // Monitor.Wait lets go of the lock and takes it again: whoever calls this must look at the state afresh.
    [RequiresWrite(nameof(_gate))]
    [MayRelease(nameof(_gate))]
    private void WaitForChange() => Monitor.Wait(_gate);
}
