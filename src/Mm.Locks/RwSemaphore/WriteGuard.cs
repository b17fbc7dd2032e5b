using System.Runtime.CompilerServices;

namespace Mm.Locks;

/// <summary>Holds an <see cref="RwSemaphore"/> for write until it is disposed or downgraded. The default value holds nothing; disposing one variable twice
/// is harmless.</summary>
[ScopedLock]
public ref struct WriteGuard
{
    private readonly int _hold;
    private RwSemaphore? _semaphore;

    internal WriteGuard(RwSemaphore semaphore, int hold)
    {
        _semaphore = semaphore;
        _hold = hold;
    }

    /// <summary>Turns the write hold into a downgraded one and hands it over to the result; this guard holds nothing from here on, and its disposal does
    /// nothing.</summary>
    /// <exception cref="SynchronizationLockException">The guard holds nothing.</exception>
    [Downgrades]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadGuard Downgrade()
    {
        RwSemaphore semaphore = _semaphore ?? throw new SynchronizationLockException("The guard to downgrade holds no lock.");
        _semaphore = null;
        if (LockValidator.Enabled)
        {
            LockValidator.DisposingGuard(semaphore, semaphore.Class, _hold);
        }

        semaphore.DowngradeHold();
        return new ReadGuard(semaphore, _hold);
    }

    /// <summary>Releases the lock, if the guard still holds it.</summary>
    [Releases]
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

            semaphore.ReleaseWrite();
        }
    }
}
