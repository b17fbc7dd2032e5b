using Mm.Tests.Engine;

namespace Mm.Tests.Maps;

/// <summary>
/// What merging, splitting, expanding and shrinking make of a window, as a line before and a line after (see <see cref="MapText"/>): the cases that the kernel's
/// own userland build of its VMA code tries, written afresh.
/// </summary>
public sealed class MapTextTests
{
    [Theory]
    // A new range: nothing beside it, joins the left, the right, both, neither.
    [InlineData("..........", "map 3 3 w", "...Www....")]
    [InlineData("Www.......", "map 3 3 w", "Wwwwww....")]
    [InlineData("......Wwww", "map 3 3 w", "...Wwwwwww")]
    [InlineData("Www...Wwww", "map 3 3 w", "Wwwwwwwwww")]
    [InlineData("Rrr...Rrrr", "map 3 3 w", "RrrWwwRrrr")]
    [InlineData("Www...Rrrr", "map 3 3 w", "WwwwwwRrrr")]
    [InlineData("Rrr...Wwww", "map 3 3 w", "RrrWwwwwww")]
    [InlineData("Ss........", "map 2 2 s", "SsSs......")]
    // A new range over what is there.
    [InlineData("Wwwwwwwwww", "map 3 3 r", "WwwRrrWwww")]
    [InlineData("Wwwwwwwwww", "map 3 3 w", "Wwwwwwwwww")]
    [InlineData("WwwRrrWwww", "map 3 3 w", "Wwwwwwwwww")]
    [InlineData("WwwRrrXxxx", "map 2 6 w", "WwwwwwwwXx")]
    // A change of rights, all eight ways of joining, and none.
    [InlineData("Wwwwww....", "protect 2 2 r", "WwRrWw....")]
    [InlineData("Wwwwww....", "protect 0 2 r", "RrWwww....")]
    [InlineData("Wwwwww....", "protect 4 2 r", "WwwwRr....")]
    [InlineData("Wwwwww....", "protect 0 6 r", "Rrrrrr....")]
    [InlineData("WwwwRr....", "protect 2 2 r", "WwRrrr....")]
    [InlineData("RrWwww....", "protect 2 2 r", "RrrrWw....")]
    [InlineData("RrWwRr....", "protect 2 2 r", "Rrrrrr....")]
    [InlineData("RrWwXx....", "protect 2 2 r", "RrrrXx....")]
    [InlineData("XxWwRr....", "protect 2 2 r", "XxRrrr....")]
    [InlineData("XxWwNn....", "protect 2 2 r", "XxRrNn....")]
    [InlineData("WwRrNnXx..", "protect 0 8 w", "Wwwwwwww..")]
    [InlineData("WwRr..Xx..", "protect 0 8 w", "Wwww..Xx..")]
    // Taking away: an edge, the middle, over several, over holes.
    [InlineData("Wwwwww....", "unmap 0 2", "..Wwww....")]
    [InlineData("Wwwwww....", "unmap 4 4", "Wwww......")]
    [InlineData("Wwwwww....", "unmap 2 2", "Ww..Ww....")]
    [InlineData("WwwRrrWww.", "unmap 2 5", "Ww.....Ww.")]
    [InlineData(".Ww..Rr...", "unmap 0 9", "..........")]
    // Growing, shrinking and moving.
    [InlineData("Www.......", "resize 0 3 6", "Wwwwww....")]
    [InlineData("Www...Ww..", "resize 0 3 6", "Wwwwwwww..")]
    [InlineData("Www...Rr..", "resize 0 3 6", "WwwwwwRr..")]
    [InlineData("Wwwwww....", "resize 0 6 2", "Ww........")]
    [InlineData("Wwwwww....", "resize 1 3 1", "Ww..Ww....")]
    [InlineData("Wwww......", "move 0 2 6", "..Ww..Ww..")]
    [InlineData("Ww....Rr..", "move 0 2 4", "....WwRr..")]
    [InlineData("Ww....Ww..", "move 0 2 4", "....Wwww..")]
    [InlineData("Ww..Rrr...", "move 0 2 5", "....RWw...")]
    [InlineData("WwRr......", "move 0 4 6", "......WwRr")]
    public void Becomes(string before, string call, string after)
    {
        using EngineFixture f = new();
        MapText.Build(f, before);
        bool incomplete = call.StartsWith("protect", StringComparison.Ordinal) && before.TrimStart('.').TrimEnd('.').Contains('.', StringComparison.Ordinal);
        Assert.Equal(incomplete, MapText.Call(f, call) < 0);
        Assert.Equal(after, MapText.Draw(f, before.Length));
        Assert.Equal(after.Count(char.IsAsciiLetterUpper), f.Mm.Counters.MapCount);
    }

    /// <summary>Every way to put mappings of two kinds and holes into five pages, and a change of every range: what comes out has the rights that were asked for,
    /// what lies outside is as before, and no two neighbours that could be one are two.</summary>
    [Fact]
    public void EverySmallWindowAndEveryRange()
    {
        const int Pages = 5;
        const string Kinds = ".wr";
        for (int number = 0; number < (int)Math.Pow(Kinds.Length, Pages); number++)
        {
            string pages = string.Concat(Enumerable.Range(0, Pages).Select(i => Kinds[number / (int)Math.Pow(Kinds.Length, i) % Kinds.Length]));
            for (int start = 0; start < Pages; start++)
            {
                for (int count = 1; count <= Pages - start; count++)
                {
                    Try(pages, $"map {start} {count} w", pages[..start] + new string('w', count) + pages[(start + count)..]);
                    Try(pages, $"unmap {start} {count}", pages[..start] + new string('.', count) + pages[(start + count)..]);
                    if (!pages.Substring(start, count).Contains('.'))
                        Try(pages, $"protect {start} {count} r", pages[..start] + new string('r', count) + pages[(start + count)..]);
                }
            }
        }
    }

    private static void Try(string before, string call, string after)
    {
        using EngineFixture f = new();
        MapText.Build(f, Merged(before));
        Assert.True(MapText.Call(f, call) >= 0);
        Assert.Equal($"{before} {call} {Merged(after)}", $"{before} {call} {MapText.Draw(f, before.Length)}");
    }

    /// <summary>Pages of one kind beside each other are one mapping.</summary>
    private static string Merged(string pages) =>
        string.Concat(pages.Select((kind, i) => kind != '.' && (i == 0 || pages[i - 1] != kind) ? char.ToUpperInvariant(kind) : kind));
}
