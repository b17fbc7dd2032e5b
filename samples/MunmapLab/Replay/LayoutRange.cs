using MunmapLab.Traces;

namespace MunmapLab.Replay;

/// <summary>Addresses with one protection.</summary>
/// <param name="Start">First address.</param>
/// <param name="End">The address behind the last.</param>
/// <param name="Permissions">As in <c>/proc/N/maps</c>: <c>rw-p</c>.</param>
internal sealed record LayoutRange(ulong Start, ulong End, string Permissions)
{
    public override string ToString() => $"{Start:x8}-{End:x8} {Permissions}";

    /// <summary>
    /// A layout reduced to coverage and protection: neighbours with the same protection are one range. The stack is left out, which
    /// grows by faults and not by calls, and so is the page that the kernel shows to every process at the top of the address space.
    /// </summary>
    public static IReadOnlyList<LayoutRange> Reduce(IEnumerable<MapsRange> ranges)
    {
        var reduced = new List<LayoutRange>();
        foreach (MapsRange range in ranges)
        {
            if (range.Path is "[stack]" or "[vsyscall]")
            {
                continue;
            }

            if (reduced.Count > 0 && reduced[^1].End == range.Start && reduced[^1].Permissions == range.Permissions)
            {
                reduced[^1] = reduced[^1] with { End = range.End };
            }
            else
            {
                reduced.Add(new LayoutRange(range.Start, range.End, range.Permissions));
            }
        }

        return reduced;
    }
}
