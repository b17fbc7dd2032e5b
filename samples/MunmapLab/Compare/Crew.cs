namespace MunmapLab.Compare;

/// <summary>
/// The threads of one run. Where one of them fails, it may leave locks held for which the others wait for ever: whoever waits for any of
/// them is told of the failure instead.
/// </summary>
internal sealed class Crew
{
    private const int LookMilliseconds = 50;

    private readonly List<Thread> _threads = [];
    private Exception? _failure;

    /// <summary>A thread failed; the others may never end.</summary>
    public bool HasFailed => Volatile.Read(ref _failure) is not null;

    public Thread Start(string name, Action work)
    {
        var thread = new Thread(() => Run(name, work)) { IsBackground = true, Name = name };
        _threads.Add(thread);
        thread.Start();
        return thread;
    }

    /// <summary>Waits until the thread has ended.</summary>
    /// <exception cref="InvalidOperationException">A thread of the crew failed; the message says which and why.</exception>
    public void Join(Thread thread)
    {
        while (!thread.Join(LookMilliseconds))
        {
            ThrowIfFailed();
        }

        ThrowIfFailed();
    }

    /// <summary>Waits until all have ended, or one has failed.</summary>
    public void JoinAll() => _threads.ForEach(t =>
    {
        while (!t.Join(LookMilliseconds) && !HasFailed)
        {
        }
    });

    private void Run(string name, Action work)
    {
        try
        {
            work();
        }
        catch (Exception e)
        {
            // Only the first counts; what fails after it may fail because of it.
            Interlocked.CompareExchange(ref _failure, new InvalidOperationException($"{name} failed: {e.Message}", e), null);
        }
    }

    private void ThrowIfFailed()
    {
        if (Volatile.Read(ref _failure) is { } failure)
        {
            throw failure;
        }
    }
}
