using System.Globalization;

namespace Mm.Conformance.Sequences;

/// <summary>Names of enumerated arguments in the text form of a sequence.</summary>
internal sealed class ValueNames
{
    public static readonly ValueNames Advice = new(
        ("normal", 0), ("random", 1), ("sequential", 2), ("willneed", 3), ("dontneed", 4), ("free", 8), ("remove", 9), ("dontfork", 10), ("dofork", 11),
        ("mergeable", 12), ("unmergeable", 13), ("hugepage", 14), ("nohugepage", 15), ("dontdump", 16), ("dodump", 17), ("wipeonfork", 18), ("keeponfork", 19),
        ("cold", 20), ("pageout", 21), ("populate-read", 22), ("populate-write", 23), ("dontneed-locked", 24), ("collapse", 25),
        ("guard-install", 102), ("guard-remove", 103));

    public static readonly ValueNames Limit = new(("data", 2), ("stack", 3), ("memlock", 8), ("as", 9));

    private readonly (string Name, ulong Value)[] _names;

    private ValueNames(params (string, ulong)[] names) => _names = names;

    public string Format(ulong value) =>
        Array.Find(_names, n => n.Value == value).Name ?? value.ToString(CultureInfo.InvariantCulture);

    public ulong Parse(string text) => Array.Find(_names, n => n.Name == text) is { Name: not null } known ? known.Value : Number.Parse(text);
}
