using System.Runtime.CompilerServices;

namespace Mm;

/// <summary>Page arithmetic, and the constants of the x86-64 user address space.</summary>
public static class PageMath
{
    /// <summary>log2 of the page size.</summary>
    public const int Shift = 12;

    /// <summary>Bytes of a page.</summary>
    public const ulong Size = 1UL << Shift;

    /// <summary>Bytes of a huge page: what a PMD entry maps.</summary>
    public const ulong HugeSize = 1UL << 21;

    /// <summary>Bytes that a PUD entry spans.</summary>
    public const ulong PudSize = 1UL << 30;

    /// <summary>The first address past the user space with 4 levels (TASK_SIZE).</summary>
    public const ulong TaskSize = (1UL << 47) - Size;

    /// <summary>Rounds down to a page.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Down(ulong addr) => addr & ~(Size - 1);

    /// <summary>Rounds up to a page; wraps to 0 in the last page, as PAGE_ALIGN does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Up(ulong addr) => unchecked(addr + (Size - 1)) & ~(Size - 1);

    /// <summary>Whether the address is that of a page.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsAligned(ulong addr) => (addr & (Size - 1)) == 0;

    /// <summary>Pages in that many bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Pages(ulong bytes) => bytes >> Shift;
}
