using System.Globalization;

namespace Mm.Conformance;

/// <summary>Numbers of sequences: decimal, hexadecimal after <c>0x</c>, negative, and <c>#n</c> for n pages, <c>#n+k</c> for k bytes more.</summary>
internal static class Number
{
    public static ulong Parse(string text)
    {
        if (text.StartsWith('#'))
        {
            string[] parts = text[1..].Split('+');
            return (Parse(parts[0]) * AddressPlan.PageSize) + (parts.Length > 1 ? Parse(parts[1]) : 0);
        }
        if (text.StartsWith("0x", StringComparison.Ordinal) && ulong.TryParse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong hex))
            return hex;
        if (long.TryParse(text, CultureInfo.InvariantCulture, out long signed))
            return (ulong)signed;
        throw new FormatException($"'{text}' is not a number");
    }

    /// <summary>A length: in pages when it is small.</summary>
    public static string FormatLength(ulong length)
    {
        ulong pages = length / AddressPlan.PageSize, rest = length % AddressPlan.PageSize;
        if (pages > 1 << 20)
            return $"0x{length:x}";
        if (pages == 0)
            return $"{rest}";
        return rest == 0 ? $"#{pages}" : $"#{pages}+{rest}";
    }
}
