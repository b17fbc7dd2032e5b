using System.Text;

namespace Mm.Proc;

/// <summary>The two-letter names of flags in the line <c>VmFlags:</c> of smaps, in the order of the bits.</summary>
public static class VmFlagNames
{
    private static readonly (VmFlags Flag, string Name)[] s_names =
    [
        (VmFlags.Read, "rd"), (VmFlags.Write, "wr"), (VmFlags.Exec, "ex"), (VmFlags.Shared, "sh"),
        (VmFlags.MayRead, "mr"), (VmFlags.MayWrite, "mw"), (VmFlags.MayExec, "me"), (VmFlags.MayShare, "ms"),
        (VmFlags.GrowsDown, "gd"), (VmFlags.UffdMissing, "um"), (VmFlags.PfnMap, "pf"), (VmFlags.MaybeGuard, "gu"),
        (VmFlags.Locked, "lo"), (VmFlags.Io, "io"), (VmFlags.SequentialRead, "sr"), (VmFlags.RandomRead, "rr"),
        (VmFlags.DontCopy, "dc"), (VmFlags.DontExpand, "de"), (VmFlags.LockOnFault, "lf"), (VmFlags.Account, "ac"),
        (VmFlags.NoReserve, "nr"), (VmFlags.HugeTlb, "ht"), (VmFlags.Sync, "sf"), (VmFlags.WipeOnFork, "wf"),
        (VmFlags.DontDump, "dd"), (VmFlags.SoftDirty, "sd"), (VmFlags.MixedMap, "mm"), (VmFlags.HugePage, "hg"),
        (VmFlags.NoHugePage, "nh"), (VmFlags.Mergeable, "mg"), (VmFlags.Droppable, "dp"), (VmFlags.Sealed, "sl"),
    ];

    /// <summary>The names of the flags that are set, each followed by a space.</summary>
    public static string Format(VmFlags flags)
    {
        StringBuilder text = new();
        Append(text, flags);
        return text.ToString();
    }

    internal static void Append(StringBuilder text, VmFlags flags)
    {
        foreach ((VmFlags flag, string name) in s_names)
        {
            if ((flags & flag) != 0)
                text.Append(name).Append(' ');
        }
    }
}
