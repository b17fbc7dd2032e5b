using MunmapLab.Output;

namespace Mm.Lab.Tests;

public sealed class DurationsTests
{
    [Theory]
    [InlineData(0, "0 ns")]
    [InlineData(999, "999 ns")]
    [InlineData(1000, "1.00 us")]
    [InlineData(9_995, "10.0 us")]
    [InlineData(12_340, "12.3 us")]
    [InlineData(123_400, "123 us")]
    [InlineData(999_600, "1.00 ms")]
    [InlineData(1_234_000_000, "1.23 s")]
    [InlineData(123_400_000_000, "123 s")]
    public void HasThreeDigitsAndAUnit(long nanoseconds, string text) => Assert.Equal(text, Durations.Format(nanoseconds));
}
