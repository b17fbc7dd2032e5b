namespace Mm.Conformance.Kernel;

/// <summary>What the running system lets the comparison see, and what it offers; found by trying.</summary>
/// <param name="Release">The kernel's release.</param>
/// <param name="FrameNumbers">The pagemap shows frame numbers, so sharing patterns are compared.</param>
/// <param name="Mseal">mseal works.</param>
/// <param name="GuardRegions">MADV_GUARD_INSTALL works.</param>
/// <param name="Droppable">MAP_DROPPABLE works.</param>
/// <param name="MultiVmaMove">mremap moves several VMAs at once.</param>
/// <param name="MayLock">Memory may be locked without a limit; if not, the engine has to stand without that right too.</param>
/// <param name="IgnoredFlags">VmFlags that depend on the kernel's configuration and are not compared.</param>
public sealed record KernelFacts(
    string Release, bool FrameNumbers, bool Mseal, bool GuardRegions, bool Droppable, bool MultiVmaMove, bool MayLock, ulong IgnoredFlags)
{
    /// <summary>Before anything was tried.</summary>
    public static KernelFacts None { get; } = new("", false, false, false, false, false, false, 0);
}
