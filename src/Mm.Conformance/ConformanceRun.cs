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
    /// <param name="progress">Told after each sequence how many operations are compared.</param>
    /// <param name="stop">Ends the run after the sequence that runs, and a search for a shorter one with the best found so far.</param>
    public static ConformanceReport Run(
        SideBySide sides,
        ConformanceOptions options,
        AddressPlan plan,
        Features features,
        IReadOnlyList<string> skipped,
        Action<long>? progress = null,
        CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(sides);
        ArgumentNullException.ThrowIfNull(options);
        long start = Stopwatch.GetTimestamp();
        SequenceGenerator generator = new(options.Seed, features, plan);
        Difference? difference = null;
        int number = 0;
        while (sides.Exposure.Operations < options.Operations && !stop.IsCancellationRequested)
        {
            int length = (int)Math.Min(options.SequenceLength, options.Operations - sides.Exposure.Operations);
            difference = sides.Run(generator.Sequence(number, length));
            if (difference is not null)
                break;
            number++;
            progress?.Invoke(sides.Exposure.Operations);
        }
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        long compared = sides.Exposure.Operations;
        if (difference is not null && options.Minimize)
            difference = Shorten(sides, difference, stop);
        return new ConformanceReport(sides.Exposure, compared, elapsed, features, skipped, difference, number);
    }

    /// <summary>A difference with as few and as simple operations as can be found.</summary>
    /// <param name="sides">The two sides.</param>
    /// <param name="difference">The difference to begin with.</param>
    /// <param name="stop">Ends the search with the best found so far.</param>
    public static Difference Shorten(SideBySide sides, Difference difference, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(sides);
        return new Minimizer(candidate => stop.IsCancellationRequested ? null : sides.Run(candidate)).Minimize(difference);
    }
}
