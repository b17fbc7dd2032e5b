using Mm.Conformance.Kernel;
using Mm.Conformance.Scripts;
using Mm.Conformance.Sequences;

namespace Mm.Conformance;

/// <summary>Decides what can be compared with the running kernel: what it lacks, or what it is known to do otherwise than the reference, is left out.</summary>
public static class Suitability
{
    /// <summary>The features that can be compared, and the reasons for what cannot.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="wanted">What is asked for.</param>
    /// <param name="force">Compares even what the kernel is known to do otherwise.</param>
    public static (Features Features, IReadOnlyList<string> Skipped) Decide(KernelSubject kernel, Features wanted, bool force)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        List<string> skipped = [];
        Features features = wanted;
        LeaveOut(Features.Seal, kernel.Facts.Mseal, "mseal does not exist here");
        LeaveOut(Features.Guard, kernel.Facts.GuardRegions, "guard regions do not exist here");
        LeaveOut(Features.Droppable, kernel.Facts.Droppable, "MAP_DROPPABLE does not exist here");
        if (!kernel.Facts.FrameNumbers)
            skipped.Add("the pagemap hides frame numbers: sharing patterns are not compared");
        if (KernelRelease.IsReference(kernel.Facts) || force)
            return (features, skipped);
        foreach ((string group, Script script) in FactLibrary.All(kernel.Plan))
        {
            if (script.Needs.Contains("unprivileged") || ScriptNeeds.Missing(script, kernel.Facts) is not null)
                continue;
            Features needed = FeaturesOf(group, script);
            if ((features & needed) != 0 && ScriptRunner.Run(script, kernel, kernel.Plan).Count > 0)
                LeaveOut(needed, false, $"kernel {kernel.Facts.Release} answers otherwise than {KernelRelease.Reference} in '{script.Name}'");
        }
        return (features.HasFlag(Features.Basic) ? features : Features.None, skipped);

        void LeaveOut(Features feature, bool there, string reason)
        {
            if (there || (features & feature) == 0)
                return;
            features &= ~feature;
            skipped.Add(reason);
        }
    }

    private static Features FeaturesOf(string group, Script script) => group switch
    {
        "mremap" => Features.Remap,
        "madvise" => script.Needs.Contains("guard") ? Features.Guard : Features.Advice,
        "locking" => Features.Lock,
        "brk" => Features.Brk,
        "fork" => Features.Fork,
        "files" => Features.Files,
        "limits" => Features.Limits,
        _ => script.Operations switch
        {
            var o when o.Any(x => x.Kind == OperationKind.Mseal) => Features.Seal,
            var o when o.Any(x => x.Kind == OperationKind.Mmap && (x.A3 & 0x100) != 0) => Features.Growsdown,
            var o when o.Any(x => x.Kind == OperationKind.Mmap && x.A4 != Operation.NoFile) => Features.Files,
            var o when o.Any(x => x.Kind == OperationKind.Mmap && (x.A3 & 1) != 0) => Features.SharedAnonymous,
            _ => Features.Basic,
        },
    };
}
