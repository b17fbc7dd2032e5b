namespace Mm.Locks.Tests.RwSemaphores;

/// <summary>What an rw-semaphore should do, said simply: holders by number, and a first-come-first-served queue.</summary>
internal sealed class RwSemaphoreOracle
{
    private readonly List<(int Who, bool Write)> _queue = [];

    public HashSet<int> Readers { get; } = [];

    public int? Writer { get; private set; }

    public int? Downgraded { get; private set; }

    public long Sequence { get; private set; }

    public int QueueLength => _queue.Count;

    public bool Waits(int who) => _queue.Exists(w => w.Who == who);

    public bool Holds(int who) => Readers.Contains(who) || Writer == who;

    public bool Try(int who, bool write)
    {
        if (_queue.Count > 0 || !Free(write))
        {
            return false;
        }

        Take(who, write);
        return true;
    }

    public void Acquire(int who, bool write)
    {
        if (!Try(who, write))
        {
            _queue.Add((who, write));
        }
    }

    public void GiveUp(int who)
    {
        _queue.RemoveAll(w => w.Who == who);
        Serve();
    }

    public void Release(int who)
    {
        if (Writer == who)
        {
            Writer = null;
            Sequence++;
        }
        else
        {
            Readers.Remove(who);
            Downgraded = Downgraded == who ? null : Downgraded;
        }

        Serve();
    }

    public void Downgrade(int who)
    {
        Writer = null;
        Sequence++;
        Readers.Add(who);
        Downgraded = who;
        Serve();
    }

    private bool Free(bool write) => Writer is null && (!write || Readers.Count == 0);

    private void Serve()
    {
        while (_queue.Count > 0 && Free(_queue[0].Write))
        {
            Take(_queue[0].Who, _queue[0].Write);
            _queue.RemoveAt(0);
        }
    }

    private void Take(int who, bool write)
    {
        if (write)
        {
            Writer = who;
            Sequence++;
        }
        else
        {
            Readers.Add(who);
        }
    }
}
