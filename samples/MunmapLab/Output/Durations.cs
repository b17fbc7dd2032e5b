using System.Globalization;

namespace MunmapLab.Output;

/// <summary>Times as people read them: three digits and a unit.</summary>
internal static class Durations
{
    public static string Format(long nanoseconds)
    {
        double value = nanoseconds;
        foreach (string unit in (ReadOnlySpan<string>)["ns", "us", "ms"])
        {
            if (Math.Abs(value) < 999.5)
            {
                return Digits(value, unit == "ns") + " " + unit;
            }

            value /= 1000;
        }

        return Digits(value, false) + " s";
    }

    private static string Digits(double value, bool whole)
    {
        string format = whole || Math.Abs(value) >= 99.95 ? "0" : Math.Abs(value) >= 9.995 ? "0.0" : "0.00";
        return value.ToString(format, CultureInfo.InvariantCulture);
    }
}
