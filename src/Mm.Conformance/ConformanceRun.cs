using System.Diagnostics;
using Mm.Conformance.Sequences;

namespace Mm.Conformance;

/// <summary>Compares random sequences until the number of operations is reached or a difference is found.</summary>
public static class ConformanceRun
{
    /// <summary>Runs.</summary>
    /// <param name="sides">The two sides.</param>
    /// <param name="options">What to compare.</param>
    /// <param name="plan">Where.</param>
    /// <param name="features">What may be used: the options' features, less what is not suitable here.</param>
    /// <param name="skipped">What is left out, with the reasons.</param>
    public static ConformanceReport Run(SideBySide sides, ConformanceOptions options, AddressPlan plan, Features features, IReadOnlyList<string> skipped)
    {
        ArgumentNullException.ThrowIfNull(sides);
        ArgumentNullException.ThrowIfNull(options);
        long start = Stopwatch.GetTimestamp();
        SequenceGenerator generator = new(options.Seed, features, plan);
        Difference? difference = null;
        int number = 0;
        while (sides.Exposure.Operations < options.Operations)
        {
            int length = (int)Math.Min(options.SequenceLength, options.Operations - sides.Exposure.Operations);
            difference = sides.Run(generator.Sequence(number, length));
            if (difference is not null)
                break;
            number++;
        }
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        if (difference is not null && options.Minimize)
            difference = new Minimizer(sides.Run).Minimize(difference);
        return new ConformanceReport(sides.Exposure, elapsed, features, skipped, difference, number);
    }
}
