namespace Mm.Conformance.Observations;

/// <summary>The two-letter names of smaps' VmFlags as bits.</summary>
public static class VmFlagSet
{
    private const string Names = "rd wr ex sh mr mw me ms gd pf dw lo io sr rr dc de ac nr ht sf nt ar wf dd sd mm hg nh mg um uw ui gu sl dp lf mt ss ++ bt";

    /// <summary>The bit of a name; an unknown name shares the last bit, so that it is noticed.</summary>
    /// <param name="first">The first letter.</param>
    /// <param name="second">The second letter.</param>
    public static ulong BitOf(byte first, byte second)
    {
        for (int i = 0, bit = 0; i < Names.Length; i += 3, bit++)
        {
            if (Names[i] == first && Names[i + 1] == second)
                return 1UL << bit;
        }
        return 1UL << 63;
    }

    /// <summary>The names of a set.</summary>
    /// <param name="set">The bits.</param>
    public static string Format(ulong set)
    {
        List<string> names = [];
        for (int bit = 0; bit * 3 < Names.Length; bit++)
        {
            if ((set & (1UL << bit)) != 0)
                names.Add(Names.Substring(bit * 3, 2));
        }
        if ((set & (1UL << 63)) != 0)
            names.Add("??");
        return string.Join(' ', names);
    }

    /// <summary>The set of names separated by spaces.</summary>
    /// <param name="names">Two-letter names.</param>
    public static ulong Parse(string names)
    {
        ulong set = 0;
        foreach (string name in names.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            set |= BitOf((byte)name[0], (byte)name[1]);
        return set;
    }
}
