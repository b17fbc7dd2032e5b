using System.Globalization;
using System.Text;
using Mm.Faults;
using Mm.Locks;

namespace Mm.Proc;

/// <summary>The text of <c>/proc/pid/smaps</c>.</summary>
internal static class SmapsText
{
    /// <summary>Writes the text, a mapping at a time; the lock is not held while the writer works.</summary>
    [Excludes("mm.MmapLock")]
    internal static void Write(MmStruct mm, TextWriter writer)
    {
        StringBuilder text = new();
        for (ulong at = 0; ;)
        {
            text.Clear();
            if (mm.Protocol.BeginRead(mm, at, at) != 0)
                return;
            Vma? vma = mm.FindVma(at);
            if (vma != null)
            {
                Append(text, mm, vma);
                at = vma.End;
            }
            mm.MmapLock.ReadUnlock();
            if (text.Length == 0)
                break;
            writer.Write(text);
        }
        if (mm.Options.ShowVsyscall)
        {
            text.Clear();
            MapsLine.AppendVsyscall(text);
            AppendFigures(text, PageMath.Size, default, VmFlags.Exec, eligible: false);
            writer.Write(text);
        }
    }

    [RequiresRead("mm.MmapLock")]
    private static void Append(StringBuilder text, MmStruct mm, [OwnedBy("mm")] Vma vma)
    {
        MapsLine.Append(text, mm, vma);
        AppendFigures(text, vma.End - vma.Start, SmapsFigures.Of(mm, vma), vma.Flags, HugePageRules.IsEligible(mm, vma));
    }

    private static void AppendFigures(StringBuilder text, ulong size, in SmapsFigures figures, VmFlags flags, bool eligible)
    {
        Line(text, "Size:", size);
        ulong pageSize = (flags & VmFlags.HugeTlb) != 0 ? PageMath.HugeSize : PageMath.Size;
        Line(text, "KernelPageSize:", pageSize);
        Line(text, "MMUPageSize:", pageSize);
        Line(text, "Rss:", figures.Rss);
        Line(text, "Pss:", figures.Pss);
        Line(text, "Pss_Dirty:", figures.PssDirty);
        Line(text, "Shared_Clean:", figures.SharedClean);
        Line(text, "Shared_Dirty:", figures.SharedDirty);
        Line(text, "Private_Clean:", figures.PrivateClean);
        Line(text, "Private_Dirty:", figures.PrivateDirty);
        Line(text, "Referenced:", figures.Referenced);
        Line(text, "Anonymous:", figures.Anonymous);
        Line(text, "KSM:", 0);
        Line(text, "LazyFree:", figures.LazyFree);
        Line(text, "AnonHugePages:", figures.AnonHuge);
        Line(text, "ShmemPmdMapped:", 0);
        Line(text, "FilePmdMapped:", 0);
        Line(text, "Shared_Hugetlb:", figures.SharedHugetlb);
        Line(text, "Private_Hugetlb:", figures.PrivateHugetlb);
        Line(text, "Swap:", 0);
        Line(text, "SwapPss:", 0);
        Line(text, "Locked:", figures.Locked);
        text.Append("THPeligible:    ").Append(eligible ? "       1" : "       0").Append('\n');
        text.Append("VmFlags: ");
        VmFlagNames.Append(text, flags);
        text.Append('\n');
    }

    private static void Line(StringBuilder text, string label, ulong bytes) =>
        text.Append(label.PadRight(16)).Append(CultureInfo.InvariantCulture, $"{bytes >> 10,8}").Append(" kB\n");
}
