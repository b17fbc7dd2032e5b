using System.Globalization;
using System.Text;

namespace Mm.Conformance.Observations;

/// <summary>One VMA as <c>/proc/pid/smaps</c> shows it. Amounts are kilobytes, -1 if only <c>maps</c> was read.</summary>
/// <param name="Start">The first address.</param>
/// <param name="End">The first address behind it.</param>
/// <param name="Permissions">The four letters of maps.</param>
/// <param name="Offset">The file offset, or what an anonymous mapping shows there.</param>
/// <param name="Flags">The set of VmFlags, as a bit set of <see cref="VmFlagSet"/>.</param>
/// <param name="Rss">Resident.</param>
/// <param name="Anonymous">Anonymous pages.</param>
/// <param name="LazyFree">Marked with MADV_FREE.</param>
/// <param name="Locked">The locked share.</param>
public readonly record struct VmaView(
    ulong Start, ulong End, uint Permissions, ulong Offset, ulong Flags, long Rss, long Anonymous, long LazyFree, long Locked)
{
    /// <summary>True if the figures of smaps are present.</summary>
    public bool HasFigures => Rss >= 0;

    /// <summary>Equal as far as both sides were observed.</summary>
    /// <param name="other">The other side's VMA.</param>
    public bool Agrees(in VmaView other)
    {
        if (Start != other.Start || End != other.End || Permissions != other.Permissions || Offset != other.Offset)
            return false;
        return !HasFigures || !other.HasFigures
            || (Flags == other.Flags && Rss == other.Rss && Anonymous == other.Anonymous && LazyFree == other.LazyFree && Locked == other.Locked);
    }

    /// <summary>Packs the permission letters.</summary>
    /// <param name="letters">Four letters.</param>
    public static uint Pack(ReadOnlySpan<byte> letters) => (uint)(letters[0] | (letters[1] << 8) | (letters[2] << 16) | (letters[3] << 24));

    /// <summary>One line: range, permissions, offset, flags, figures that are not zero.</summary>
    /// <param name="plan">What addresses are relative to.</param>
    public string Format(AddressPlan plan)
    {
        StringBuilder text = new();
        text.Append(plan.Format(Start)).Append('-').Append(plan.Format(End)).Append(' ');
        for (int i = 0; i < 32; i += 8)
            text.Append((char)(byte)(Permissions >> i));
        text.Append(' ').Append(plan.Format(Offset));
        if (!HasFigures)
            return text.ToString();
        text.Append(" [").Append(VmFlagSet.Format(Flags)).Append(']');
        foreach ((string name, long value) in (ReadOnlySpan<(string, long)>)[("Rss", Rss), ("Anonymous", Anonymous), ("LazyFree", LazyFree), ("Locked", Locked)])
        {
            if (value != 0)
                text.Append(' ').Append(name).Append(' ').Append(value.ToString(CultureInfo.InvariantCulture));
        }
        return text.ToString();
    }
}
