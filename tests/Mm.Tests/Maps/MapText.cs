using Mm.Tests.Engine;

namespace Mm.Tests.Maps;

/// <summary>
/// The window as a line of text, a character for each page: a mapping begins with a capital letter, w is rw-p, r is r--p, x is --xp, n is ---p, s is rw-s, a dot is
/// nothing. So <c>WwwWw.Rr</c> is two mappings side by side that did not join, a hole, and one that can only be read.
/// </summary>
internal static class MapText
{
    private static readonly (char Letter, string Permissions, Prot Prot)[] s_kinds =
        [('w', "rw-p", Prot.ReadWrite), ('r', "r--p", Prot.Read), ('x', "--xp", Prot.Exec), ('n', "---p", Prot.None), ('s', "rw-s", Prot.ReadWrite)];

    /// <summary>Maps what the text shows, from left to right.</summary>
    internal static void Build(EngineFixture f, string text)
    {
        for (int at = 0; at < text.Length;)
        {
            int end = at + 1;
            while (text[at] != '.' && end < text.Length && char.IsAsciiLetterLower(text[end]))
                end++;
            if (text[at] != '.')
                Assert.True(Map(f, at, end - at, char.ToLowerInvariant(text[at])) >= 0);
            at = end;
        }
        Assert.Equal(text, Draw(f, text.Length));
    }

    /// <summary>Makes a call: <c>map 2 3 w</c>, <c>unmap 2 3</c>, <c>protect 2 3 r</c>, <c>move 2 3 8</c> (from, pages, to), <c>resize 2 3 5</c> (from, pages,
    /// new pages), <c>store 2</c>.</summary>
    internal static long Call(EngineFixture f, string call)
    {
        string[] words = call.Split(' ');
        int page = int.Parse(words[1]), pages = words.Length > 2 ? int.Parse(words[2]) : 1;
        ulong at = EngineFixture.At(page), length = (ulong)pages * EngineFixture.Page;
        return words[0] switch
        {
            "map" => Map(f, page, pages, words[3][0]),
            "unmap" => f.Unmap(page, pages),
            "protect" => f.Protect(page, pages, s_kinds.Single(k => k.Letter == words[3][0]).Prot),
            "move" => f.Mm.Mremap(at, length, length, MremapFlags.MayMove | MremapFlags.Fixed, EngineFixture.At(int.Parse(words[3]))),
            "resize" => f.Mm.Mremap(at, length, (ulong)int.Parse(words[3]) * EngineFixture.Page, MremapFlags.None),
            "store" => f.Store(page, 1).IsOk ? 0 : -Errno.EFAULT,
            _ => throw new ArgumentException(call),
        };
    }

    /// <summary>Draws the window as it is.</summary>
    internal static string Draw(EngineFixture f, int pages)
    {
        char[] text = [.. Enumerable.Repeat('.', pages)];
        foreach (string part in f.Layout().Split(", ", StringSplitOptions.RemoveEmptyEntries))
        {
            string[] words = part.Split(' ', '-');
            int start = int.Parse(words[0]), end = int.Parse(words[1]);
            char letter = s_kinds.Single(k => k.Permissions == part[(part.IndexOf(' ') + 1)..]).Letter;
            for (int i = start; i < Math.Min(end, pages); i++)
                text[i] = i == start ? char.ToUpperInvariant(letter) : letter;
        }
        return new string(text);
    }

    private static long Map(EngineFixture f, int page, int pages, char kind) => f.Mm.Mmap(
        EngineFixture.At(page),
        (ulong)pages * EngineFixture.Page,
        s_kinds.Single(k => k.Letter == kind).Prot,
        MapFlags.Anonymous | MapFlags.Fixed | (kind == 's' ? MapFlags.Shared : MapFlags.Private));
}
