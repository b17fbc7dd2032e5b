using Mm.Locks;

namespace Mm.Protocols;

/// <summary>A mapping that is being unmapped stays in the tree, marked. A fault on it is SIGBUS, fork leaves it out, and who would change it waits,
/// holding nothing.</summary>
public sealed class DeletedMarkProtocol : InPlaceProtocol
{
    /// <inheritdoc/>
    public override string Name => "deleted-mark";

    /// <inheritdoc/>
    public override string Origin => "Matthew Wilcox, 21 March 2018";

    /// <inheritdoc/>
    [Excludes("mm.MmapLock")]
    [AcquiresWrite("mm.MmapLock", When = 0)]
    public override int BeginWrite(MmStruct mm, ulong start, ulong end)
    {
        while (true)
        {
            int interrupted = mm.MmapLock.WriteLockKillable(mm.Options.FatalSignal);
            if (interrupted != 0)
                return interrupted;
            RangeToken? mark = start < end ? mm.Claims.FindOverlap(start, end) : null;
            if (mark == null)
                return 0;
            // The thread that marked it needs the mmap lock to go on.
            mm.MmapLock.WriteUnlock();
            mark.Wait();
        }
    }

    /// <inheritdoc/>
    [RequiresRead("mm.MmapLock")]
    public override bool IsClaimed(MmStruct mm, ulong start, ulong end) => mm.Claims.FindOverlap(start, end) != null;

    /// <inheritdoc/>
    [Excludes("mm.MmapLock")]
    [Blocks]
    public override void WaitForClaims(MmStruct mm, ulong start, ulong end) => mm.Claims.FindOverlap(start, end)?.Wait();

    /// <inheritdoc/>
    [RequiresReadAny("mm.MmapLock", "vma.VmLock")]
    public override Admission AdmitFault(MmStruct mm, [OwnedBy("mm")] Vma vma, ulong addr) =>
        (vma.Flags & VmFlags.Deleted) != 0 ? Admission.GoneBus : Admission.Granted;

    /// <inheritdoc/>
    [RequiresRead("mm.MmapLock")]
    public override bool IsCopiedByFork(MmStruct mm, [OwnedBy("mm")] Vma vma) => (vma.Flags & VmFlags.Deleted) == 0;
}
