using System.Globalization;

namespace Mm.Conformance.Sequences;

/// <summary>Names of flag bits and of enumerated values in the text form of a sequence.</summary>
internal sealed class FlagNames
{
    public static readonly FlagNames Map = new(
        ("validate", 3), ("shared", 1), ("private", 2), ("droppable", 8), ("fixed", 0x10), ("anon", 0x20), ("growsdown", 0x100), ("denywrite", 0x800),
        ("executable", 0x1000), ("locked", 0x2000), ("noreserve", 0x4000), ("populate", 0x8000), ("nonblock", 0x10000), ("stack", 0x20000),
        ("hugetlb", 0x40000), ("sync", 0x80000), ("noreplace", 0x100000));

    public static readonly FlagNames Protection = new(
        ("rwx", 7), ("rw", 3), ("rx", 5), ("wx", 6), ("r", 1), ("w", 2), ("x", 4), ("growsdown", 0x0100_0000), ("growsup", 0x0200_0000));

    public static readonly FlagNames Remap = new(("maymove", 1), ("fixed", 2), ("dontunmap", 4));

    public static readonly FlagNames LockOnFault = new(("onfault", 1));

    public static readonly FlagNames LockAll = new(("current", 1), ("future", 2), ("onfault", 4));

    public static readonly FlagNames Sync = new(("async", 1), ("invalidate", 2), ("sync", 4));

    private readonly (string Name, ulong Bits)[] _names;

    private FlagNames(params (string, ulong)[] names) => _names = names;

    public string Format(ulong value)
    {
        if (value == 0)
            return "0";
        List<string> parts = [];
        foreach ((string name, ulong bits) in _names)
        {
            if ((value & bits) != bits)
                continue;
            parts.Add(name);
            value &= ~bits;
        }
        if (value != 0)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"0x{value:x}"));
        return string.Join('|', parts);
    }

    public ulong Parse(string text)
    {
        ulong value = 0;
        foreach (string part in text.Split('|'))
            value |= Array.Find(_names, n => n.Name == part) is { Name: not null } known ? known.Bits : part == "-" ? 0 : Number.Parse(part);
        return value;
    }
}
