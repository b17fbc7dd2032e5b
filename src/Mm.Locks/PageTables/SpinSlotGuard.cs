#if NET10_0_OR_GREATER
using System.Runtime.CompilerServices;

namespace Mm.Locks;

/// <summary>Holds a <see cref="SpinLockSlot"/> until it is disposed. The default value holds nothing; disposing one variable twice is harmless. Not on
/// netstandard2.0, which has no reference fields.</summary>
[ScopedLock]
public ref struct SpinSlotGuard
{
    private readonly int _hold;
    private ref SpinLockSlot _slot;

    internal SpinSlotGuard(ref SpinLockSlot slot, int hold)
    {
        _slot = ref slot;
        _hold = hold;
    }

    /// <summary>Releases the lock.</summary>
    [Releases]
    public void Dispose()
    {
        if (!Unsafe.IsNullRef(ref _slot))
        {
            ref SpinLockSlot slot = ref _slot;
            _slot = ref Unsafe.NullRef<SpinLockSlot>();
            slot.Release(_hold);
        }
    }
}
#endif
