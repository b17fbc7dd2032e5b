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
}
