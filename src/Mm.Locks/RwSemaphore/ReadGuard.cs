using System.Runtime.CompilerServices;

namespace Mm.Locks;

/// <summary>Holds an <see cref="RwSemaphore"/> for read, or downgraded, until it is disposed. The default value holds nothing; disposing one variable twice
/// is harmless.</summary>
[ScopedLock]
public ref struct ReadGuard
{
    private readonly int _hold;
    private RwSemaphore? _semaphore;

    internal ReadGuard(RwSemaphore semaphore, int hold)
    {
        _semaphore = semaphore;
        _hold = hold;
    }

    /// <summary>Releases the lock.</summary>
    [ReleasesRead]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Dispose()
    {
        RwSemaphore? semaphore = _semaphore;
        if (semaphore is not null)
        {
            _semaphore = null;
            if (LockValidator.Enabled)
            {
                LockValidator.DisposingGuard(semaphore, semaphore.Class, _hold);
            }

            semaphore.ReleaseRead();
        }
    }
}
