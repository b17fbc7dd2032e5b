using System.Runtime.CompilerServices;

namespace Mm.Locks;

/// <content>Words of 64 bits (loads and stores are whole on 32-bit processors too), and fences.</content>
internal static partial class Atomic
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static long LoadRelaxed(object owner, int location, ref long word) =>
        SchedulePoints.Enabled ? (long)SeamAtomic.Load(owner, location, ScheduleKind.LoadRelaxed, ref word) : Volatile.Read(ref word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static long LoadAcquire(object owner, int location, ref long word) =>
        SchedulePoints.Enabled ? (long)SeamAtomic.Load(owner, location, ScheduleKind.Observe, ref word) : Volatile.Read(ref word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void StoreRelaxed(object owner, int location, ref long word, long value)
    {
        if (SchedulePoints.Enabled)
        {
            SeamAtomic.Store(owner, location, ScheduleKind.StoreRelaxed, ref word, value);
            return;
        }

        Volatile.Write(ref word, value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void StoreRelease(object owner, int location, ref long word, long value)
    {
        if (SchedulePoints.Enabled)
        {
            SeamAtomic.Store(owner, location, ScheduleKind.Publish, ref word, value);
            return;
        }

        Volatile.Write(ref word, value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static long CompareExchange(object owner, int location, ref long word, long value, long comparand) =>
        SchedulePoints.Enabled
            ? SeamAtomic.CompareExchange(owner, location, ref word, value, comparand)
            : Interlocked.CompareExchange(ref word, value, comparand);

    /// <summary>Adds and returns the new value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static long Add(object owner, int location, ref long word, long addend) =>
        SchedulePoints.Enabled ? SeamAtomic.Add(owner, location, ref word, addend) : Interlocked.Add(ref word, addend);

    /// <summary>Earlier stores of the thread are seen before later ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void StoreFence(object owner)
    {
        if (SchedulePoints.Enabled)
        {
            SchedulePoints.Installed?.Reach(owner, -1, ScheduleKind.StoreFence);
        }

#if NET10_0_OR_GREATER
        Volatile.WriteBarrier();
#else
        Interlocked.MemoryBarrier();
#endif
    }

    /// <summary>Earlier loads of the thread take place before later ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void LoadFence(object owner)
    {
        if (SchedulePoints.Enabled)
        {
            SchedulePoints.Installed?.Reach(owner, -1, ScheduleKind.LoadFence);
        }

#if NET10_0_OR_GREATER
        Volatile.ReadBarrier();
#else
        Interlocked.MemoryBarrier();
#endif
    }

    /// <summary>Full fence.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Fence(object owner)
    {
        if (SchedulePoints.Enabled)
        {
            SchedulePoints.Installed?.Reach(owner, -1, ScheduleKind.Fence);
        }

        Interlocked.MemoryBarrier();
    }
}
