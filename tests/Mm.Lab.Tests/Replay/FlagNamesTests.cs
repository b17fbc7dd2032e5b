using MunmapLab.Replay;

namespace Mm.Lab.Tests.Replay;

public sealed class FlagNamesTests
{
    [Theory]
    [InlineData("PROT_NONE", 0UL)]
    [InlineData("PROT_READ|PROT_WRITE", 3UL)]
    [InlineData("PROT_READ|0x40", 0x41UL)]
    [InlineData("0x40 /* PROT_??? */", 0x40UL)]
    public void ReadsProtections(string text, ulong value)
    {
        Assert.True(FlagNames.TryParse(text, FlagNames.Prot, out ulong read));
        Assert.Equal(value, read);
    }

    [Theory]
    [InlineData("PROT_BANANA")]
    [InlineData("")]
    public void RefusesUnknownNames(string text) => Assert.False(FlagNames.TryParse(text, FlagNames.Prot, out _));
}
