using Mm.Conformance.Observations;

namespace Mm.Conformance.Scripts;

/// <summary>
/// <c>layout @0-@2 rw-p +ac -lo rss=4, @2-@4 r--p</c>: these VMAs and no other. Permissions are compared, and of flags and figures those that are given;
/// a sign holds for the flags after it too; figures are pages. Nothing after <c>layout</c> means no VMA.
/// </summary>
/// <param name="Process">The process.</param>
/// <param name="Vmas">What each VMA must be.</param>
public sealed record LayoutAssertion(int Process, IReadOnlyList<LayoutAssertion.Vma> Vmas) : Assertion
{
    /// <summary>What a VMA must be.</summary>
    /// <param name="Start">The first address.</param>
    /// <param name="End">The first address behind it.</param>
    /// <param name="Permissions">The four letters.</param>
    /// <param name="With">Flags that must be there.</param>
    /// <param name="Without">Flags that must not.</param>
    /// <param name="Figures">rss, anon, lazyfree, locked in pages; pgoff as an address.</param>
    public sealed record Vma(ulong Start, ulong End, string Permissions, ulong With, ulong Without, IReadOnlyDictionary<string, ulong> Figures);

    /// <summary>Reads what follows the word.</summary>
    /// <param name="process">The process.</param>
    /// <param name="text">VMAs separated by commas.</param>
    /// <param name="plan">What addresses are relative to.</param>
    /// <exception cref="FormatException">It cannot be read.</exception>
    public static LayoutAssertion Parse(int process, string text, AddressPlan plan)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<Vma> vmas = [];
        foreach (string part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            vmas.Add(ParseVma(part, plan));
        return new LayoutAssertion(process, vmas);
    }

    /// <inheritdoc/>
    public override string? Check(Step step, AddressPlan plan)
    {
        if (Find(step, Process) is not { } view)
            return $"p{Process} does not exist";
        bool fits = view.Vmas.Count == Vmas.Count && Vmas.Zip(view.Vmas).All(pair => Fits(pair.First, pair.Second));
        return fits ? null : $"the layout is {(view.Vmas.Count == 0 ? "empty" : string.Join(", ", view.Vmas.Select(v => v.Format(plan))))}";
    }

    private static bool Fits(Vma expected, in VmaView found)
    {
        if (expected.Start != found.Start || expected.End != found.End || VmaView.Pack([.. expected.Permissions.Select(c => (byte)c)]) != found.Permissions)
            return false;
        if (found.HasFigures && ((found.Flags & expected.With) != expected.With || (found.Flags & expected.Without) != 0))
            return false;
        foreach ((string name, ulong value) in expected.Figures)
        {
            long actual = name switch
            {
                "rss" => found.Rss / 4,
                "anon" => found.Anonymous / 4,
                "lazyfree" => found.LazyFree / 4,
                "locked" => found.Locked / 4,
                _ => (long)found.Offset,
            };
            if (actual != (long)value && (found.HasFigures || name == "pgoff"))
                return false;
        }
        return true;
    }

    private static Vma ParseVma(string text, AddressPlan plan)
    {
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int dash = words[0].IndexOf('-', 2);
        if (words.Length < 2 || dash < 0 || words[1].Length != 4)
            throw new FormatException($"'{text}' is not a range and four permission letters");
        ulong with = 0, without = 0;
        Dictionary<string, ulong> figures = [];
        bool present = true;
        foreach (string word in words[2..])
        {
            string name = word.TrimStart('+', '-');
            if (word.Length > name.Length)
                present = word[0] == '+';
            if (name.Length == 2 && present)
                with |= VmFlagSet.Parse(name);
            else if (name.Length == 2)
                without |= VmFlagSet.Parse(name);
            else if (word.Split('=') is [("rss" or "anon" or "lazyfree" or "locked" or "pgoff") and var figure, var value])
                figures[figure] = plan.Parse(value);
            else
                throw new FormatException($"'{word}' is neither a flag nor a figure");
        }
        return new Vma(plan.Parse(words[0][..dash]), plan.Parse(words[0][(dash + 1)..]), words[1], with, without, figures);
    }
}
