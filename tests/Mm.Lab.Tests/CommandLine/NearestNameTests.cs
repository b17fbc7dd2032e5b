using MunmapLab.CommandLine;

namespace Mm.Lab.Tests.CommandLine;

public sealed class NearestNameTests
{
    private static readonly string[] s_names = ["classic", "two-phase", "detach-downgrade"];

    [Theory]
    [InlineData("clasic", "classic")]
    [InlineData("Classic", "classic")]
    [InlineData("twophase", "two-phase")]
    [InlineData("detach-downgarde", "detach-downgrade")]
    [InlineData("detach", "detach-downgrade")]
    public void FindsWhatWasMeant(string given, string name) => Assert.Equal(name, NearestName.Find(given, s_names));

    [Theory]
    [InlineData("xyz")]
    [InlineData("")]
    [InlineData("banana")]
    public void DoesNotGuess(string given) => Assert.Null(NearestName.Find(given, s_names));

    [Fact]
    public void NamesThemAllWhereNoneIsNear() =>
        Assert.Equal("unknown strategy 'xyz'; there are classic, two-phase, detach-downgrade", NearestName.Unknown("strategy", "xyz", s_names));
}
