using System.Globalization;

namespace MunmapLab.CommandLine;

/// <summary>Whole numbers on the command line.</summary>
internal static class Numbers
{
    /// <exception cref="UsageException">It is no number, or not from the lowest to the highest.</exception>
    public static int Parse(string option, string text, int lowest, int highest)
    {
        bool read = int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value);
        return read && value >= lowest && value <= highest
            ? value
            : throw new UsageException($"{option} '{text}' is not a number from {lowest} to {highest}");
    }
}
