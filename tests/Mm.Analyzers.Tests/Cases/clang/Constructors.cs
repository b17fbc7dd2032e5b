// An object under construction is its thread's own; the objects that it touches are not.
using Mm.Locks;

namespace Cases.Clang;

sealed class Built
{
    static Built? s_last;
    static readonly RwSem s_mu = new();
    [GuardedBy("s_mu")] static int s_made = 1;
    readonly RwSem _mu = new();
    [GuardedBy("_mu")] int _n = 1;
    [RequiresWrite("_mu")] void Set(int v) => _n = v;

    static Built() => s_made = 0;

    public Built(int n)
    {
        _n = n;
        _n += 1;
    }

    public Built(Built other)
    {
        _n = other._n; // MML106
        s_made++; // MML104
    }

    public Built(string text)
        : this(text.Length)
    {
        _mu.WriteLock();
        Set(2);
        _mu.WriteUnlock();
    }

    public Built()
    {
        _n = 1;
        s_last = this;
        _n = 2; // MML104
    }

    public Built(long leaks)
    {
        _mu.WriteLock(); // MML201
    }

    ~Built()
    {
        s_mu.WriteLock();
        s_made--;
        s_mu.WriteUnlock();
    }
}
