using MunmapLab.CommandLine;

namespace Mm.Lab.Tests.CommandLine;

public sealed class ByteSizeTests
{
    private const ulong Limit = 64UL << 40;

    [Theory]
    [InlineData("4096", 4096UL)]
    [InlineData("4K", 4096UL)]
    [InlineData("64m", 64UL << 20)]
    [InlineData("80G", 80UL << 30)]
    [InlineData("64T", 64UL << 40)]
    public void ReadsSizes(string text, ulong bytes) => Assert.Equal(bytes, ByteSize.Parse(text, 4096, Limit));

    [Theory]
    [InlineData("", "is not a size")]
    [InlineData("G", "is not a size")]
    [InlineData("80X", "is not a size")]
    [InlineData("80GB", "is not a size")]
    [InlineData("1.5G", "is not a size")]
    [InlineData("0x1000", "is not a size")]
    [InlineData("-1G", "is negative")]
    [InlineData("-4096", "is negative")]
    [InlineData("0", "is nothing")]
    [InlineData("0G", "is nothing")]
    [InlineData("5000", "is not a whole number of 4K pages")]
    [InlineData("65T", "more than 64T")]
    [InlineData("99999999T", "more than 64T")]
    [InlineData("18446744073709551615", "more than 64T")]
    [InlineData("18446744073709551616", "more than 64T")]
    [InlineData("340282366920938463463374607431768211456G", "more than 64T")]
    public void RefusesWhatIsNoSize(string text, string reason)
    {
        UsageException error = Assert.Throws<UsageException>(() => ByteSize.Parse(text, 4096, Limit));

        Assert.Contains(reason, error.Message);
    }

    [Fact]
    public void HugePagesNeedWholeHugePages()
    {
        UsageException error = Assert.Throws<UsageException>(() => ByteSize.Parse("3M", 2UL << 20, Limit));

        Assert.Contains("whole number of 2M pages", error.Message);
    }

    [Theory]
    [InlineData(80UL << 30, "80G")]
    [InlineData(1536UL << 20, "1536M")]
    [InlineData(4100UL, "4100 bytes")]
    public void SpellsSizes(ulong bytes, string text) => Assert.Equal(text, ByteSize.Format(bytes));
}
