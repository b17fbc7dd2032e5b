// A round of a loop has to end as it began.
using Mm.Locks;

namespace Cases.Clang;

sealed class Loops
{
    readonly RwSem _mu = new();
    [GuardedBy("_mu")] int _n;

    static bool Flip() => true;

    public void InsideOneRound()
    {
        while (Flip())
        {
            _mu.WriteLock();
            _n++;
            _mu.WriteUnlock();
        }
    }

    public void AroundTheLoop()
    {
        _mu.WriteLock();
        for (int i = 0; i < 10; i++) _n += i;
        _mu.WriteUnlock();
    }

    public void GrowsEveryRound() // anywhere: MML205|MML204|MML201
    {
        while (Flip())
        {
            _mu.WriteLock();
        }
    }

    public void ShrinksEveryRound() // anywhere: MML205|MML202
    {
        _mu.WriteLock();
        while (Flip())
        {
            _mu.WriteUnlock();
        }
    }

    public void ReleasedAroundTheRound()
    {
        _mu.WriteLock();
        while (Flip())
        {
            _n = 1;
            _mu.WriteUnlock();
            _mu.WriteLock();
        }
        _mu.WriteUnlock();
    }

    public void ContinueKeeps() // anywhere: MML205|MML204|MML201
    {
        while (Flip())
        {
            _mu.WriteLock();
            if (Flip()) continue;
            _mu.WriteUnlock();
        }
    }

    public void ContinueReleases()
    {
        while (Flip())
        {
            _mu.WriteLock();
            if (Flip())
            {
                _mu.WriteUnlock();
                continue;
            }
            _n = 1;
            _mu.WriteUnlock();
        }
    }

    public void BreakKeepsThenReleased()
    {
        _mu.WriteLock();
        while (Flip())
        {
            if (Flip()) break;
            _n = 1;
        }
        _mu.WriteUnlock();
    }

    public void BreakReleases()
    {
        _mu.WriteLock();
        while (Flip())
        {
            if (Flip())
            {
                _mu.WriteUnlock();
                break;
            }
        }
        _n = 1; // MML205
    }

    public void TriedUntilTaken()
    {
        while (!_mu.TryWriteLock())
        {
        }
        _n = 1;
        _mu.WriteUnlock();
    }

    public void TriedUntilTakenAndLeft()
    {
        while (true)
        {
            if (_mu.TryWriteLock())
            {
                _n = 1;
                _mu.WriteUnlock();
                return;
            }
        }
    }

    public void ForeachUnder(int[] values)
    {
        _mu.WriteLock();
        foreach (int value in values) _n += value;
        _mu.WriteUnlock();
    }

    public void ForeachReleasesInside(int[] values) // anywhere: MML205|MML202
    {
        _mu.WriteLock();
        foreach (int value in values)
        {
            _mu.WriteUnlock();
        }
    }
}
