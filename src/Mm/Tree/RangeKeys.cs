using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Mm.Tree;

/// <summary>Searches in the sorted keys of a node.</summary>
internal static class RangeKeys
{
    /// <summary>How many of the ascending keys are at most <paramref name="bound"/>.</summary>
    /// <param name="first">The first key.</param>
    /// <param name="capacity">How many keys there are, unused ones (<see cref="ulong.MaxValue"/>) included; a multiple of eight.</param>
    /// <param name="bound">The bound; less than <see cref="ulong.MaxValue"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int CountNotAbove(ref ulong first, int capacity, ulong bound)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            var wideBounds = Vector512.Create(bound);
            for (var i = 0; i < capacity; i += Vector512<ulong>.Count)
            {
                var notAbove = Vector512.LessThanOrEqual(Vector512.LoadUnsafe(ref first, (nuint)i), wideBounds).ExtractMostSignificantBits();
                if (notAbove != 0b1111_1111)
                {
                    return i + BitOperations.PopCount(notAbove);
                }
            }

            return capacity;
        }

        var bounds = Vector256.Create(bound);
        for (var i = 0; i < capacity; i += Vector256<ulong>.Count)
        {
            var notAbove = Vector256.LessThanOrEqual(Vector256.LoadUnsafe(ref first, (nuint)i), bounds).ExtractMostSignificantBits();
            if (notAbove != 0b1111)
            {
                return i + BitOperations.PopCount(notAbove);
            }
        }

        return capacity;
    }

    /// <summary>The largest hole between neighbours: the largest difference of a start and the end before it.</summary>
    /// <param name="starts">Starts of the ranges.</param>
    /// <param name="ends">Their ends.</param>
    /// <param name="count">How many there are.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong LargestGap(ref ulong starts, ref ulong ends, int count)
    {
        var gap = 0UL;
        var i = 1;
        if (count > Vector256<ulong>.Count)
        {
            var largest = Vector256<ulong>.Zero;
            for (; i <= count - Vector256<ulong>.Count; i += Vector256<ulong>.Count)
            {
                largest = Vector256.Max(largest, Vector256.LoadUnsafe(ref starts, (nuint)i) - Vector256.LoadUnsafe(ref ends, (nuint)i - 1));
            }

            gap = LargestOf(largest);
        }

        for (; i < count; i++)
        {
            gap = Math.Max(gap, Unsafe.Add(ref starts, i) - Unsafe.Add(ref ends, i - 1));
        }

        return gap;
    }

    /// <summary>The largest of some keys.</summary>
    /// <param name="keys">The first.</param>
    /// <param name="count">How many there are.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Largest(ref ulong keys, int count)
    {
        var found = 0UL;
        var i = 0;
        if (count >= Vector256<ulong>.Count)
        {
            var largest = Vector256<ulong>.Zero;
            for (; i <= count - Vector256<ulong>.Count; i += Vector256<ulong>.Count)
            {
                largest = Vector256.Max(largest, Vector256.LoadUnsafe(ref keys, (nuint)i));
            }

            found = LargestOf(largest);
        }

        for (; i < count; i++)
        {
            found = Math.Max(found, Unsafe.Add(ref keys, i));
        }

        return found;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong LargestOf(Vector256<ulong> keys)
    {
        var pair = Vector128.Max(keys.GetLower(), keys.GetUpper());
        return Math.Max(pair[0], pair[1]);
    }
}
