using System.Globalization;

namespace MunmapLab.CommandLine;

/// <summary>Whole numbers on the command line.</summary>
internal static class Numbers
{
    /// <exception cref="UsageException">It is no number, or not from the lowest to the highest.</exception>
    public static int Parse(string option, string text, int lowest, int highest) => (int)ParseLong(option, text, lowest, highest);

    /// <exception cref="UsageException">It is no number, or not from the lowest to the highest.</exception>
    public static long ParseLong(string option, string text, long lowest, long highest)
    {
        bool read = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value);
        return read && value >= lowest && value <= highest
            ? value
            : throw new UsageException($"{option} '{text}' is not a number from {lowest} to {highest}");
    }
}
