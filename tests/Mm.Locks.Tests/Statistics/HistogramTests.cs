using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Mm.Locks.Tests.Statistics;

public class HistogramTests
{
    private static readonly Arbitrary<long> s_numbers =
        (from bits in Gen.Choose(0, 62)
         from low in Gen.Choose(0, int.MaxValue)
         select ((1L << bits) | (((long)low << 16) & ((1L << bits) - 1))) - (low % 2)).ToArbitrary();

    [Fact]
    public void EveryNumberFallsIntoABucketThatIsNarrow() =>
        Prop.ForAll(s_numbers, value =>
        {
            int index = LogLinearHistogram.IndexOf(value);
            long lowest = LogLinearHistogram.LowestOf(index);
            long highest = LogLinearHistogram.HighestOf(index);
            return lowest <= value && value <= highest && (highest - lowest) * 16 <= Math.Max(value, 1);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void BucketsFollowEachOtherWithoutGap()
    {
        for (int i = 0; i < 16 * 59; i++)
        {
            Assert.Equal(LogLinearHistogram.HighestOf(i) + 1, LogLinearHistogram.LowestOf(i + 1));
        }

        Assert.Equal(long.MaxValue, LogLinearHistogram.HighestOf(LogLinearHistogram.IndexOf(long.MaxValue)));
    }

    [Fact]
    public void PercentilesAreWithinABucketOfTheSortedList() =>
        Prop.ForAll(Gen.NonEmptyListOf(s_numbers.Generator).ToArbitrary(), list =>
        {
            var histogram = new LogLinearHistogram();
            long[] sorted = list.Order().ToArray();
            Array.ForEach(sorted, histogram.Record);
            foreach (double share in new[] { 0.0, 0.25, 0.5, 0.9, 0.99, 1.0 })
            {
                long exact = sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
                long estimate = histogram.Percentile(share);
                Assert.InRange(estimate, exact, Math.Min(sorted[^1], LogLinearHistogram.HighestOf(LogLinearHistogram.IndexOf(exact))));
            }

            Assert.Equal(sorted[^1], histogram.Max);
            Assert.Equal(sorted.Length, histogram.Count);
            Assert.Equal(sorted.Length, histogram.Buckets.Sum(static b => b.Count));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void AddingHistogramsIsRecordingTogether()
    {
        var left = new LogLinearHistogram();
        var right = new LogLinearHistogram();
        var both = new LogLinearHistogram();
        for (long value = 1; value < 1_000_000; value = (value * 3) + 1)
        {
            (value % 2 == 0 ? left : right).Record(value);
            both.Record(value);
        }

        left.Add(right);
        Assert.Equal(both.Count, left.Count);
        Assert.Equal(both.Sum, left.Sum);
        Assert.Equal(both.Max, left.Max);
        Assert.Equal(both.Buckets, left.Buckets);
        left.Reset();
        Assert.Equal(0, left.Count);
        Assert.Empty(left.Buckets);
        Assert.Equal(0, left.Percentile(0.5));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void AShareOutsideZeroToOneIsRefused(double share) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new LogLinearHistogram().Percentile(share));
}
