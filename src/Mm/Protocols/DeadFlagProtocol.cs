using Mm.Locks;

namespace Mm.Protocols;

/// <summary>A mapping that is being unmapped carries VM_DEAD: a fault on it is SIGSEGV. Nothing else looks at the flag, as first posted.</summary>
public sealed class DeadFlagProtocol : InPlaceProtocol
{
    /// <inheritdoc/>
    public override string Name => "dead-flag";

    /// <inheritdoc/>
    public override string Origin => "Yang Shi, RFC v2 to v4, June and July 2018; the flag is Michal Hocko's idea";

    /// <inheritdoc/>
    [RequiresReadAny("mm.MmapLock", "vma.VmLock")]
    public override Admission AdmitFault(MmStruct mm, [OwnedBy("mm")] Vma vma, ulong addr) =>
        (vma.Flags & VmFlags.Dead) != 0 ? Admission.Gone : Admission.Granted;
}
