using Mm.Conformance.Kernel;

namespace Mm.Conformance.Scripts;

/// <summary>Decides whether the running system has what a script needs.</summary>
public static class ScriptNeeds
{
    /// <summary>The reason why the script cannot run here, or null.</summary>
    /// <param name="script">The script.</param>
    /// <param name="facts">What the system offers.</param>
    public static string? Missing(Script script, KernelFacts facts)
    {
        ArgumentNullException.ThrowIfNull(script);
        ArgumentNullException.ThrowIfNull(facts);
        foreach (string need in script.Needs)
        {
            bool there = need switch
            {
                "mseal" => facts.Mseal,
                "guard" => facts.GuardRegions,
                "droppable" => facts.Droppable,
                "multimove" => facts.MultiVmaMove,
                "frames" => facts.FrameNumbers,
                "root" => facts.MayLock,
                _ => true,
            };
            if (!there)
                return $"this system has no {need}";
        }
        return script.Lines.Any(l => l.Assertion is SharingAssertion) && !facts.FrameNumbers ? "the pagemap hides frame numbers" : null;
    }
}
