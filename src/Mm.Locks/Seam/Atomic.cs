using System.Runtime.CompilerServices;

namespace Mm.Locks;

/// <summary>The atomic accesses that the locks are made of: the plain ones in production, and through the seam under an explorer.</summary>
/// <remarks>The caller names the object and the word, and comments with what the access pairs.</remarks>
internal static partial class Atomic
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int LoadRelaxed(object owner, int location, ref int word) =>
        SchedulePoints.Enabled ? (int)SeamAtomic.Load(owner, location, ScheduleKind.LoadRelaxed, ref word) : word;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int LoadAcquire(object owner, int location, ref int word) =>
        SchedulePoints.Enabled ? (int)SeamAtomic.Load(owner, location, ScheduleKind.Observe, ref word) : Volatile.Read(ref word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void StoreRelaxed(object owner, int location, ref int word, int value)
    {
        if (SchedulePoints.Enabled)
        {
            SeamAtomic.Store(owner, location, ScheduleKind.StoreRelaxed, ref word, value);
            return;
        }

        word = value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void StoreRelease(object owner, int location, ref int word, int value)
    {
        if (SchedulePoints.Enabled)
        {
            SeamAtomic.Store(owner, location, ScheduleKind.Publish, ref word, value);
            return;
        }

        Volatile.Write(ref word, value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int CompareExchange(object owner, int location, ref int word, int value, int comparand) =>
        SchedulePoints.Enabled
            ? SeamAtomic.CompareExchange(owner, location, ref word, value, comparand)
            : Interlocked.CompareExchange(ref word, value, comparand);

    /// <summary>Adds and returns the new value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Add(object owner, int location, ref int word, int addend) =>
        SchedulePoints.Enabled ? SeamAtomic.Add(owner, location, ref word, addend) : Interlocked.Add(ref word, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Exchange(object owner, int location, ref int word, int value) =>
        SchedulePoints.Enabled ? SeamAtomic.Exchange(owner, location, ref word, value) : Interlocked.Exchange(ref word, value);
}
