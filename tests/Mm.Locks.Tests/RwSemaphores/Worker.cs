using System.Collections.Concurrent;

namespace Mm.Locks.Tests.RwSemaphores;

/// <summary>A thread that acquires when told, so that a test can have several waiters at once and one script.</summary>
internal sealed class Worker : IDisposable
{
    private readonly BlockingCollection<Action> _commands = [];
    private readonly Thread _thread;
    private volatile bool _busy;

    public Worker()
    {
        _thread = TestThreads.Start(() =>
        {
            foreach (Action command in _commands.GetConsumingEnumerable())
            {
                command();
                _busy = false;
            }
        });
    }

    public bool IsIdle => !_busy;

    /// <summary>The result of the last killable acquisition.</summary>
    public int Result { get; private set; }

    public CancellationTokenSource? Kill { get; private set; }

    public void Start(Func<CancellationToken, int> command)
    {
        Kill = new CancellationTokenSource();
        CancellationToken token = Kill.Token;
        _busy = true;
        _commands.Add(() => Result = command(token));
    }

    public void Dispose()
    {
        _commands.CompleteAdding();
        _thread.Join();
    }
}
