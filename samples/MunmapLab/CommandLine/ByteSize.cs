using System.Globalization;

namespace MunmapLab.CommandLine;

/// <summary>Sizes on the command line: a number of bytes, or one with K, M, G or T (powers of 1024).</summary>
internal static class ByteSize
{
    private const string Units = "KMGT";

    /// <summary>Reads a size of at least one page, in whole pages.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <param name="pageSize">Bytes that the size must be a multiple of.</param>
    /// <param name="limit">The largest size.</param>
    /// <exception cref="UsageException">It is no such size; the message says why.</exception>
    public static ulong Parse(string text, ulong pageSize, ulong limit)
    {
        string number = text.Trim();
        int unit = number.Length > 0 ? Units.IndexOf(char.ToUpperInvariant(number[^1])) : -1;
        string digits = unit >= 0 ? number[..^1] : number;
        if (digits.Length > 1 && digits[0] == '-' && digits.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0)
        {
            throw new UsageException($"the size {text} is negative");
        }

        if (digits.Length == 0 || digits.AsSpan().IndexOfAnyExceptInRange('0', '9') >= 0)
        {
            throw new UsageException($"'{text}' is not a size: write a number of bytes, or one with K, M, G or T, as in 80G");
        }

        int shift = 10 * (unit + 1);
        if (!ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value) || value > limit >> shift)
        {
            throw new UsageException($"the size {text} is more than {Format(limit)}, the largest that fits into the address space");
        }

        ulong bytes = value << shift;
        if (bytes == 0)
        {
            throw new UsageException($"the size {text} is nothing that could be unmapped");
        }

        return bytes % pageSize == 0 ? bytes : throw new UsageException($"the size {text} is not a whole number of {Format(pageSize)} pages");
    }

    /// <summary>The shortest exact spelling: 80G, 1536M, 4100 bytes.</summary>
    public static string Format(ulong bytes)
    {
        for (int unit = Units.Length; unit > 0; unit--)
        {
            if (bytes >> (10 * unit) is > 0 and var whole && whole << (10 * unit) == bytes)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{whole}{Units[unit - 1]}");
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes");
    }
}
