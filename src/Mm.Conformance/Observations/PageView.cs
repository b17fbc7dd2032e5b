namespace Mm.Conformance.Observations;

/// <summary>The bits of a pagemap entry that are compared, in the kernel's layout; the frame number is used for the sharing pattern only.</summary>
public static class PageBits
{
    /// <summary>A page is present.</summary>
    public const ulong Present = 1UL << 63;

    /// <summary>It belongs to a file or to shared anonymous memory.</summary>
    public const ulong File = 1UL << 61;

    /// <summary>A guard region.</summary>
    public const ulong Guard = 1UL << 58;

    /// <summary>It is mapped exactly once.</summary>
    public const ulong Exclusive = 1UL << 56;

    /// <summary>The frame number.</summary>
    public const ulong FrameMask = (1UL << 55) - 1;

    /// <summary>The bits that are compared as they are.</summary>
    public const ulong Compared = Present | File | Guard | Exclusive;

    /// <summary>The bits in letters.</summary>
    /// <param name="entry">The entry.</param>
    public static string Format(ulong entry)
    {
        if ((entry & Guard) != 0)
            return "guard";
        if ((entry & Present) == 0)
            return "none";
        return $"present{((entry & File) != 0 ? " file" : "")}{((entry & Exclusive) != 0 ? " exclusive" : "")}";
    }
}
