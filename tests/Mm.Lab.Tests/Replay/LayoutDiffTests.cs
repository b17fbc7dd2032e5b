using MunmapLab.Replay;
using MunmapLab.Traces;

namespace Mm.Lab.Tests.Replay;

public sealed class LayoutDiffTests
{
    [Fact]
    public void EqualLayoutsHaveNoDiff() => Assert.Null(LayoutDiff.Unified(Layout(1, 2, 3), "a", Layout(1, 2, 3), "b"));

    [Fact]
    public void ShowsWhatIsMissingAndWhatIsToo()
    {
        string? diff = LayoutDiff.Unified(Layout(1, 2, 3, 4, 5, 6), "recorded", Layout(1, 2, 3, 4, 7), "replayed");

        Assert.Equal(
            """
            --- recorded
            +++ replayed
            @@ -2,5 +2,4 @@
             00002000-00003000 r--p
             00003000-00004000 r--p
             00004000-00005000 r--p
            -00005000-00006000 r--p
            -00006000-00007000 r--p
            +00007000-00008000 r--p

            """,
            diff);
    }

    [Fact]
    public void DistantChangesAreHunksOfTheirOwn()
    {
        string? diff = LayoutDiff.Unified(Layout([.. Range(1, 40)]), "a", Layout([.. Range(2, 39), 41]), "b");

        Assert.Equal(2, diff!.Split('\n').Count(l => l.StartsWith("@@")));
        Assert.Contains("@@ -1,4 +1,3 @@", diff);
        Assert.Contains("@@ -37,4 +36,4 @@", diff);
    }

    [Fact]
    public void AnEmptyLayoutIsADifference()
    {
        string? diff = LayoutDiff.Unified([], "a", Layout(1), "b");

        Assert.Contains("@@ -0,0 +1,1 @@\n+00001000-00002000 r--p\n", diff);
    }

    [Fact]
    public void ReducingJoinsNeighboursWithEqualProtectionAndLeavesTheStackOut()
    {
        IReadOnlyList<LayoutRange> reduced = LayoutRange.Reduce(
        [
            new MapsRange(0x1000, 0x2000, "rw-p", 0, 0, ""),
            new MapsRange(0x2000, 0x3000, "rw-p", 0, 7, "/a"),
            new MapsRange(0x3000, 0x4000, "r--p", 0, 7, "/a"),
            new MapsRange(0x5000, 0x6000, "r--p", 0, 7, "/a"),
            new MapsRange(0x8000, 0x9000, "rw-p", 0, 0, "[stack]"),
        ]);

        Assert.Equal(["00001000-00003000 rw-p", "00003000-00004000 r--p", "00005000-00006000 r--p"], reduced.Select(r => r.ToString()));
    }

    private static IEnumerable<int> Range(int first, int last) => Enumerable.Range(first, last - first + 1);

    private static IReadOnlyList<LayoutRange> Layout(params int[] pages) =>
        [.. pages.Select(p => new LayoutRange((ulong)p * 4096, (ulong)(p + 1) * 4096, "r--p"))];
}
