// Seeded 43-44: lambdas, timers, tasks and events that run later, without the lock.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Mm.Locks;

namespace Cases.Builtin;

public class Callbacks
{
    private readonly object _gate = new();
    [GuardedBy("_gate")] private int _n;
    [GuardedBy("_gate")] private readonly List<Action> _handlers = new();
    private event Action? Changed;

    public void Task_Bad() { lock (_gate) { _ = Task.Run(() => _n++); } } // MML104
    public void Task_Good() { lock (_gate) { _ = Task.Run(() => { lock (_gate) { _n++; } }); } }
    public void Timer_Bad() { lock (_gate) { _ = new Timer(_ => _n++, null, 0, 10); } } // MML104
    public void Thread_Bad() { lock (_gate) { new Thread(() => _n++).Start(); } } // MML104
    public void Stored_Bad() { lock (_gate) { _handlers.Add(() => _n++); } } // MML104
    public void Subscribed_Bad() { lock (_gate) { Changed += () => _n++; } } // MML104
    public void Parallel_Bad(int[] work) { lock (_gate) { Parallel.ForEach(work, i => _n += i); } } // MML104

    public void LocalFunctionAsDelegate_Bad()
    {
        lock (_gate) { _ = Task.Run(Bump); }
        void Bump() => _n++; // MML104
    }

    public void LocalFunctionCalled_Good()
    {
        lock (_gate) { Bump(); }
        void Bump() => _n++;
    }

    public void ContinueWith_Bad(Task task) { lock (_gate) { task.ContinueWith(_ => _n++); } } // MML104
    public Func<int> Returned_Bad() { lock (_gate) { return () => _n; } } // MML106
    public Func<int> Returned_Good() { lock (_gate) { int n = _n; return () => n; } }

    public void Fire_Good()
    {
        Action[] copy;
        lock (_gate) { copy = _handlers.ToArray(); }
        foreach (var handler in copy) handler();
        Changed?.Invoke();
    }
}
