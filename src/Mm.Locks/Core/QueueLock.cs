using System.Runtime.CompilerServices;

namespace Mm.Locks;

/// <summary>The tiny lock over a lock's queue of waiters: one word, a handful of instructions inside, never held over a wait.</summary>
internal static class QueueLock
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Enter(object owner, int location, ref int word)
    {
        // Pairs with the release store in Exit: the queue's links written by the last holder are seen. Without the update two threads could both edit the
        // links.
        if (Atomic.CompareExchange(owner, location, ref word, 1, 0) != 0)
        {
            EnterSlow(owner, location, ref word);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Exit(object owner, int location, ref int word)
    {
        // Release: pairs with Enter's update; without it the next holder could see a link from before this one's edit.
        Atomic.StoreRelease(owner, location, ref word, 0);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void EnterSlow(object owner, int location, ref int word)
    {
        // The load only spares the line futile updates; the update pairs as in Enter.
        Backoff backoff = default;
        do
        {
            backoff.Once(owner, location);
        }
        while (Atomic.LoadRelaxed(owner, location, ref word) != 0 || Atomic.CompareExchange(owner, location, ref word, 1, 0) != 0);
    }
}
