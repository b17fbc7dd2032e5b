using System.Runtime.CompilerServices;

namespace Mm.Locks;

/// <summary>A test-and-test-and-set lock in one word: 0 free, 1 held.</summary>
internal static class SpinWord
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryEnter(object owner, int location, ref int word) =>

        // Pairs with the release store in Exit: what the last holder wrote is seen. Without the update two threads could both find the word 0.
        Atomic.CompareExchange(owner, location, ref word, 1, 0) == 0;

    /// <summary>Polls until the word is taken: a bounded spin, then the processor is given away, since the holder may have lost its own.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void EnterSlow(object owner, int location, ref int word)
    {
        // The load only spares the line futile updates; TryEnter decides.
        Backoff backoff = default;
        do
        {
            backoff.Once(owner, location);
        }
        while (Atomic.LoadRelaxed(owner, location, ref word) != 0 || !TryEnter(owner, location, ref word));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Exit(object owner, int location, ref int word)
    {
        // Release: pairs with TryEnter. Nobody but the holder writes a held word, so a store is enough.
        Atomic.StoreRelease(owner, location, ref word, 0);
    }
}
