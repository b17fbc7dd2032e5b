using Mm.Tests.Engine;

namespace Mm.Tests.Fuzz;

/// <summary>64-bit values that lie where arithmetic goes wrong: borders of what can be mapped, what was used before, and one beside either.</summary>
internal sealed class FuzzValues(Random random)
{
    private static readonly ulong[] s_edges =
    [
        0, PageMath.Size, 1UL << 21, 1UL << 30, 1UL << 32, 1UL << 39, PageMath.TaskSize, 1UL << 47, 1UL << 48, 1UL << 56, 1UL << 57, 1UL << 63, ulong.MaxValue,
        0xffff_8000_0000_0000, 0xffff_ffff_ffff_f000, EngineFixture.Base, EngineFixture.Base - (1UL << 30), PageMath.TaskSize - (128UL << 20), 0x5555_5555_a000,
    ];

    private const int PagesOfHuge = 512;

    private readonly ulong[] _seen = new ulong[48];
    private int _noted;

    internal Random Random { get; } = random;

    internal int Below(int limit) => Random.Next(limit);

    internal bool Chance(int percent) => Random.Next(100) < percent;

    /// <summary>Any value, each number of bits as likely as another.</summary>
    internal ulong Any() => unchecked((ulong)Random.NextInt64(long.MinValue, long.MaxValue)) >> Random.Next(64);

    /// <summary>An address, mostly a page of a window in which calls meet.</summary>
    internal ulong Address() => Random.Next(20) switch
    {
        0 => Any(),
        1 => Beside(Edge()),
        2 => Beside(Seen()),
        3 or 4 or 5 => Seen(),
        6 => Page() + (ulong)Random.Next((int)PageMath.Size),
        _ => Page(),
    };

    /// <summary>A number of bytes from an address on: mostly a few pages; at times up to where addresses end, or wrap, or one more.</summary>
    internal ulong Length(ulong from)
    {
        ulong length = Random.Next(44) switch
        {
            0 => Any(),
            1 => Beside(Edge()),
            2 => Beside(PageMath.TaskSize - from),
            3 => Beside(0 - from),
            4 => Beside(Seen() - from),
            5 => Seen() - from,
            6 => 0,
            7 => (ulong)Random.Next(100_000),
            8 or 9 or 10 => (ulong)Random.Next(4) << 21,
            _ => (ulong)(1 + Random.Next(12)) * PageMath.Size,
        };
        Note(from);
        Note(PageMath.Up(from + length));
        return length;
    }

    /// <summary>Flags: some bits of those that there are, and rarely others.</summary>
    internal ulong Flags(ulong known)
    {
        ulong flags = Any() & Any() & known;
        return Chance(4) ? flags ^ (1UL << Random.Next(64)) : flags;
    }

    /// <summary>A page of what was registered last, or, in a third of cases, anything.</summary>
    internal ulong Registered() =>
        RegisteredPages > 0 && Chance(66) ? RegisteredStart + ((ulong)Random.NextInt64((long)RegisteredPages) * PageMath.Size) : Address();

    /// <summary>Remembers a range that userfaultfd watches.</summary>
    internal void NoteRegistered(ulong start, ulong length) => (RegisteredStart, RegisteredPages) = (start, PageMath.Pages(length));

    private ulong RegisteredStart { get; set; }

    private ulong RegisteredPages { get; set; }

    /// <summary>A page of the window; at times one that a huge page can begin at.</summary>
    internal ulong Page() => Random.Next(12) == 0 ? EngineFixture.At(Random.Next(6) * PagesOfHuge) : EngineFixture.At(Random.Next(64));

    private ulong Edge() => s_edges[Random.Next(s_edges.Length)];

    private ulong Seen() => _noted == 0 ? Page() : _seen[Random.Next(Math.Min(_noted, _seen.Length))];

    private ulong Beside(ulong value) => Random.Next(6) switch
    {
        0 => value - PageMath.Size,
        1 => value - 1,
        2 => value + 1,
        3 => value + PageMath.Size,
        _ => value,
    };

    private void Note(ulong value) => _seen[_noted++ % _seen.Length] = value;
}
