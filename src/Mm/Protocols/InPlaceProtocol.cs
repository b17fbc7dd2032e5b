using Mm.Locks;
using Mm.Merging;
using Mm.Userfault;

namespace Mm.Protocols;

/// <summary>Linux's: the mmap lock gives exclusive use of everything, the VMA lock excludes faults, and mappings are changed in place.</summary>
public class InPlaceProtocol : MmProtocol
{
    /// <inheritdoc/>
    public override string Name => "in-place";

    /// <inheritdoc/>
    public override string Origin => "Linux; VMA locks by Suren Baghdasaryan, 6.4 (2023)";

    /// <inheritdoc/>
    [Excludes("mm.MmapLock")]
    [AcquiresWrite("mm.MmapLock", When = 0)]
    public override int BeginWrite(MmStruct mm, ulong start, ulong end) => mm.MmapLock.WriteLockKillable(mm.Options.FatalSignal);

    /// <inheritdoc/>
    [Excludes("mm.MmapLock")]
    [AcquiresRead("mm.MmapLock", When = 0)]
    public override int BeginRead(MmStruct mm, ulong start, ulong end) => mm.MmapLock.ReadLockKillable(mm.Options.FatalSignal);

    /// <inheritdoc/>
    [RequiresWrite("mm.MmapLock")]
    [return: ValidUnder("mm.MmapLock"), OwnedBy("mm")]
    public override Vma? ModifyFlags(
        MmStruct mm, [OwnedBy("mm")] Vma? prev, [OwnedBy("mm")] Vma vma, ulong start, ulong end, VmFlags flags, out long error)
    {
        return ModifyUserfaultfd(mm, prev, vma, start, end, flags, vma.Userfaultfd, out error);
    }

    /// <inheritdoc/>
    [RequiresWrite("mm.MmapLock")]
    [return: ValidUnder("mm.MmapLock"), OwnedBy("mm")]
    public override Vma? ModifyUserfaultfd(
        MmStruct mm,
        [OwnedBy("mm")] Vma? prev,
        [OwnedBy("mm")] Vma vma,
        ulong start,
        ulong end,
        VmFlags flags,
        Userfaultfd? uffd,
        out long error)
    {
        ulong pgOff = vma.PgOff + PageMath.Pages(start - vma.Start);
        MergeProposal proposal = new(start, end, pgOff, flags, vma.MappedFile, vma.AnonName, uffd);
        Vma? result = VmaMerger.Modify(mm, in proposal, prev, vma, out error);
        if (result == null)
            return null;
        result.StartWrite();
        result.Flags = flags | (result.Flags & VmFlags.IgnoreMerge);
        result.Userfaultfd = uffd;
        return result;
    }
}
