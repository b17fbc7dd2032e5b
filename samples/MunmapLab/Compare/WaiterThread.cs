using Mm;
using Mm.Locks;
using MunmapLab.Compare.Waiters;

namespace MunmapLab.Compare;

/// <summary>
/// Runs a waiter on a thread of its own at its rate, open-loop: an operation's latency counts from the moment at which it was due, so that
/// the operations that a stall kept from being started are part of the result. The one thing left out is the lateness of this program's own
/// timer: where the thread slept past the due time although nothing held it up, the latency counts from its waking.
/// </summary>
internal sealed class WaiterThread
{
    private const long NanosecondsPerMillisecond = 1_000_000;

    private readonly Waiter _waiter;
    private readonly MmStruct _mm;
    private readonly MeasuredWindow _window;
    private readonly WaitAttribution _attribution;
    private readonly Crew _crew;
    private readonly LogLinearHistogram _latencies = new();
    private readonly ManualResetEventSlim _running = new();
    private Thread? _thread;
    private long _longestBlocked;
    private long _failures;

    public WaiterThread(Waiter waiter, MmStruct mm, MeasuredWindow window, WaitAttribution attribution, Crew crew)
    {
        _waiter = waiter;
        _mm = mm;
        _window = window;
        _attribution = attribution;
        _crew = crew;
    }

    /// <summary>Starts the thread and returns when it has done its first operation.</summary>
    public void Start()
    {
        _thread = _crew.Start($"the waiter '{_waiter.Name}'", Run);
        _running.Wait();
    }

    /// <summary>What the waiter saw. The thread ends after the window has closed, when all that was due in it is done.</summary>
    public WaiterResult Result()
    {
        _crew.Join(_thread!);
        return new WaiterResult(
            _waiter.Name,
            _latencies.Count,
            _latencies.Count == 0 ? 0 : _latencies.Percentile(0.5),
            _latencies.Count == 0 ? 0 : _latencies.Percentile(0.99),
            _latencies.Max,
            _longestBlocked,
            _failures);
    }

    private void Run()
    {
        try
        {
            _waiter.Once(_mm);
            _attribution.Collect();
        }
        finally
        {
            _running.Set();
        }

        Loop();
    }

    private void Loop()
    {
        long interval = 1_000_000_000L / _waiter.RatePerSecond;
        long due = Clock.Now + interval;
        long awake = 0;
        while (!_window.IsOver(due))
        {
            long now = Clock.Now;
            if (now < due)
            {
                Thread.Sleep((int)((due - now + NanosecondsPerMillisecond - 1) / NanosecondsPerMillisecond));
                awake = Clock.Now;
                continue;
            }

            bool done = _waiter.Once(_mm);
            long counted = Math.Max(due, awake);
            Record(counted, Clock.Now - counted, done);
            due += interval;
        }
    }

    private void Record(long due, long latency, bool done)
    {
        AttributedWait waited = _attribution.Collect();
        if (!_window.Contains(due))
        {
            return;
        }

        _latencies.Record(latency);
        _longestBlocked = Math.Max(_longestBlocked, waited.BlockedNanoseconds);
        _failures += done ? 0 : 1;
    }
}
