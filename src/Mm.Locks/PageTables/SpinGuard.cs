using System.Runtime.CompilerServices;

namespace Mm.Locks;

/// <summary>Holds a <see cref="PageTableLock"/> until it is disposed. The default value holds nothing; disposing one variable twice is harmless.</summary>
[ScopedLock]
public ref struct SpinGuard
{
    private readonly int _hold;
    private PageTableLock? _lock;

    internal SpinGuard(PageTableLock spinLock, int hold)
    {
        _lock = spinLock;
        _hold = hold;
    }

    /// <summary>Releases the lock.</summary>
    [Releases]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Dispose()
    {
        PageTableLock? held = _lock;
        if (held is not null)
        {
            _lock = null;
            if (LockValidator.Enabled)
            {
                LockValidator.DisposingGuard(held, held.Class, _hold);
            }

            held.Release();
        }
    }
}
