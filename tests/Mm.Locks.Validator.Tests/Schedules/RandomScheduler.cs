using System.Runtime.ExceptionServices;

namespace Mm.Locks.Validator.Tests.Schedules;

/// <summary>Runs the threads of a scenario one at a time, and at every point of the seam lets a coin decide who goes on. Sequentially consistent. A
/// deadlock and a livelock are failures.</summary>
/// <remarks>One seed is one schedule: a failure is repeated by its seed. The exhaustive search is the explorer's business; this is to know that the seam
/// drives the locks at all, and to have thousands of schedules of the locks' own atomics in every test run.</remarks>
internal sealed class RandomScheduler : ISchedulePoints
{
    private const int MostSteps = 50_000;

    [ThreadStatic]
    private static Actor? t_self;

    private readonly Random _random;
    private readonly List<Actor> _actors = [];
    private readonly HashSet<object> _earlyWakes = [];
    private readonly SemaphoreSlim _finished = new(0);
    private ExceptionDispatchInfo? _failure;

    // Some schedules switch at every other point, some run long stretches: a bug that needs one thread to go far while another stands still is found by these.
    private readonly int _stretch;

    private RandomScheduler(int seed)
    {
        _random = new Random(seed);
        _stretch = 1 << (seed % 4 * 3);
    }

    public int Steps { get; private set; }

    public int Parks { get; private set; }

    /// <summary>Runs one schedule.</summary>
    /// <returns>The scheduler, for its counts.</returns>
    public static RandomScheduler Run(int seed, params Action[] bodies)
    {
        var scheduler = new RandomScheduler(seed);
        SchedulePoints.Install(scheduler);
        try
        {
            scheduler.RunAll(bodies);
        }
        finally
        {
            SchedulePoints.Install(null);
        }

        return scheduler;
    }

    public void Reach(object target, int location, ScheduleKind kind)
    {
        if (t_self is { } self && _random.Next(_stretch) == 0)
        {
            Switch(self);
        }
    }

    public long Loaded(object target, int location, ScheduleKind kind, long newest) => newest;

    public void Stored(object target, int location, ScheduleKind kind, long value)
    {
        // Whoever polls may look again.
        _actors.ForEach(static a => a.Polls = false);
    }

    public void Await(object target, int location)
    {
        Actor self = t_self!;
        self.Polls = true;
        Switch(self);
    }

    public void Park(object waiter)
    {
        Parks++;
        Actor self = t_self!;
        if (!_earlyWakes.Remove(waiter))
        {
            self.ParkedOn = waiter;
            Switch(self);
        }
    }

    public void Wake(object waiter)
    {
        if (_actors.Find(a => ReferenceEquals(a.ParkedOn, waiter)) is { } actor)
        {
            actor.ParkedOn = null;
        }
        else
        {
            _earlyWakes.Add(waiter);
        }
    }

    private void RunAll(Action[] bodies)
    {
        foreach (Action body in bodies)
        {
            _actors.Add(new Actor());
        }

        Thread[] threads = bodies.Select((body, i) => new Thread(() => RunOne(_actors[i], body)) { IsBackground = true }).ToArray();
        Array.ForEach(threads, static t => t.Start());
        PassOn(null);
        _finished.Wait();
        _failure?.Throw();
    }

    private void RunOne(Actor self, Action body)
    {
        t_self = self;
        self.Turn.Wait();
        try
        {
            body();
        }
        catch (Exception e)
        {
            _failure ??= ExceptionDispatchInfo.Capture(e);
        }

        self.Done = true;
        PassOn(null);
    }

    private void Switch(Actor self)
    {
        if (++Steps > MostSteps)
        {
            throw new InvalidOperationException("Livelock: the scenario does not end.");
        }

        if (PassOn(self))
        {
            self.Turn.Wait();
        }
    }

    /// <returns>Whether another thread runs now.</returns>
    private bool PassOn(Actor? self)
    {
        List<Actor> ready = _actors.FindAll(static a => !a.Done && a.ParkedOn is null);
        List<Actor> eager = ready.FindAll(static a => !a.Polls);
        if (eager.Count == 0 && ready.Count > 0)
        {
            ready.ForEach(static a => a.Polls = false);
            eager = ready;
        }

        if (eager.Count == 0)
        {
            if (!_actors.TrueForAll(static a => a.Done))
            {
                _failure ??= ExceptionDispatchInfo.Capture(new InvalidOperationException("Deadlock: everybody is parked."));
            }

            _finished.Release();
            return true;
        }

        Actor next = eager[_random.Next(eager.Count)];
        if (ReferenceEquals(next, self))
        {
            return false;
        }

        next.Turn.Give();
        return true;
    }

    private sealed class Actor
    {
        public Turn Turn { get; } = new();

        public object? ParkedOn { get; set; }

        public bool Polls { get; set; }

        public bool Done { get; set; }
    }
    // A semaphore of the library would spin first: a waste where only one thread may run.
    private sealed class Turn
    {
        private readonly object _gate = new();
        private bool _given;

        public void Give()
        {
            lock (_gate)
            {
                _given = true;
                Monitor.Pulse(_gate);
            }
        }

        public void Wait()
        {
            lock (_gate)
            {
                while (!_given)
                {
                    Monitor.Wait(_gate);
                }

                _given = false;
            }
        }
    }
}
