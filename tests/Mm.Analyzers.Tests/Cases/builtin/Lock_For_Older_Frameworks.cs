// Copies of .NET's locks in a library's own source, for target frameworks that lack them: their members keep the contracts by other means.
using System.Threading;
using Mm.Locks;

namespace System.Threading
{
    internal sealed class Lock
    {
        public bool IsHeldByCurrentThread => Monitor.IsEntered(this);

        public void Enter() => Monitor.Enter(this);

        public bool TryEnter() => Monitor.TryEnter(this);

        public void Exit() => Monitor.Exit(this);

        public Scope EnterScope()
        {
            Enter();
            return new Scope(this);
        }

        public ref struct Scope
        {
            private Lock? _lock;

            internal Scope(Lock @lock) => _lock = @lock;

            public void Dispose()
            {
                var held = _lock;
                if (held is null) return;
                _lock = null;
                held.Exit();
            }
        }
    }

    internal sealed class SemaphoreSlim
    {
        private readonly object _gate = new();
        [GuardedBy("_gate")] private int _free;

        public SemaphoreSlim(int initial, int maximum) => _free = Math.Min(initial, maximum);

        public void Wait()
        {
            lock (_gate)
            {
                while (_free == 0) Monitor.Wait(_gate);
                _free--;
            }
        }

        public int Release()
        {
            lock (_gate)
            {
                Monitor.Pulse(_gate);
                return _free++;
            }
        }

        public int Wrong() => _free; // MML106
    }
}

namespace Cases
{
    public sealed class Counter
    {
        private readonly Lock _lock = new();
        private readonly SemaphoreSlim _one = new(1, 1);
        [GuardedBy("_lock")] private int _n;
        [GuardedBy("_one")] private int _m;

        public void Right()
        {
            using (_lock.EnterScope()) _n++;
            lock (_lock) _n++;
            _one.Wait();
            _m++;
            _one.Release();
        }

        public void Wrong()
        {
            _n++; // MML104
            _m++; // MML104
            lock (this) { } // MML005
        }
    }
}
