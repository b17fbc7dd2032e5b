using Mm.Locks;
using Mm.Userfault;

namespace Mm.Protocols;

/// <summary>How operations get exclusive use of a range, how a look-up makes sure of a VMA, and how a change becomes visible.</summary>
/// <remarks>Operations reach mappings only through it, so a design that changes every operation (mappings that are marked deleted, ranges that are locked,
/// mappings that are replaced instead of changed) is one class.</remarks>
public abstract class MmProtocol
{
    /// <summary>The name that users type.</summary>
    public abstract string Name { get; }

    /// <summary>Who proposed it and when.</summary>
    public abstract string Origin { get; }

    /// <summary>Starts an operation that changes the layout of a range: takes the mmap lock for write, when nobody else has a claim on the range.</summary>
    /// <param name="mm">The address space.</param>
    /// <param name="start">First address.</param>
    /// <param name="end">First address past the range; equal to <paramref name="start"/> if it is not known yet.</param>
    /// <returns>0, or -EINTR with nothing held after a fatal signal.</returns>
    [Excludes("mm.MmapLock")]
    [AcquiresWrite("mm.MmapLock", When = 0)]
    public abstract int BeginWrite(MmStruct mm, ulong start, ulong end);

    /// <summary>Starts an operation that looks at a range or brings pages in: takes the mmap lock for read, when nobody has a claim on the range.</summary>
    [Excludes("mm.MmapLock")]
    [AcquiresRead("mm.MmapLock", When = 0)]
    public abstract int BeginRead(MmStruct mm, ulong start, ulong end);

    /// <summary>Whether somebody has a claim on the range, so that it may not be mapped now, although nothing is mapped there.</summary>
    [RequiresRead("mm.MmapLock")]
    public virtual bool IsClaimed(MmStruct mm, ulong start, ulong end) => false;

    /// <summary>A claim that placement has to go around; false if there is none, or if claimed ranges are still in the tree.</summary>
    [RequiresRead("mm.MmapLock")]
    public virtual bool FindClaim(MmStruct mm, ulong start, ulong end, out ulong claimStart, out ulong claimEnd)
    {
        claimStart = claimEnd = 0;
        return false;
    }

    /// <summary>Waits until nobody has a claim on the range. It may be claimed again at once: look again under the lock.</summary>
    [Excludes("mm.MmapLock")]
    [Blocks]
    public virtual void WaitForClaims(MmStruct mm, ulong start, ulong end)
    {
    }

    /// <summary>What a fault at an address of a mapping has to do before it may install a page.</summary>
    [RequiresReadAny("mm.MmapLock", "vma.VmLock")]
    public virtual Admission AdmitFault(MmStruct mm, [OwnedBy("mm")] Vma vma, ulong addr) => Admission.Granted;

    /// <summary>Whether fork copies the mapping; one that is about to vanish is not copied.</summary>
    [RequiresRead("mm.MmapLock")]
    public virtual bool IsCopiedByFork(MmStruct mm, [OwnedBy("mm")] Vma vma) => true;

    /// <summary>Gives a range of a mapping other flags: merged with its neighbours where possible, split off otherwise (<c>vma_modify_flags</c>).</summary>
    /// <param name="mm">The address space.</param>
    /// <param name="prev">The mapping before <paramref name="vma"/>.</param>
    /// <param name="vma">The mapping that the range is a part of.</param>
    /// <param name="start">First address.</param>
    /// <param name="end">First address past the range.</param>
    /// <param name="flags">The flags that it is to have.</param>
    /// <param name="error">0, or -ENOMEM; splits that were made before a failure stay.</param>
    /// <returns>The mapping that the range is a part of now, write-locked, with the flags; null on failure.</returns>
    [RequiresWrite("mm.MmapLock")]
    [return: ValidUnder("mm.MmapLock"), OwnedBy("mm")]
    public abstract Vma? ModifyFlags(
        MmStruct mm, [OwnedBy("mm")] Vma? prev, [OwnedBy("mm")] Vma vma, ulong start, ulong end, VmFlags flags, out long error);

    /// <summary>As <see cref="ModifyFlags"/>, and registers the range with a descriptor of userfaultfd, or takes it back
    /// (<c>vma_modify_flags_uffd</c>).</summary>
    /// <param name="mm">The address space.</param>
    /// <param name="prev">The mapping before <paramref name="vma"/>.</param>
    /// <param name="vma">The mapping that the range is a part of.</param>
    /// <param name="start">First address.</param>
    /// <param name="end">First address past the range.</param>
    /// <param name="flags">The flags that it is to have.</param>
    /// <param name="uffd">The descriptor; null to take the range back.</param>
    /// <param name="error">0, or -ENOMEM; splits that were made before a failure stay.</param>
    [RequiresWrite("mm.MmapLock")]
    [return: ValidUnder("mm.MmapLock"), OwnedBy("mm")]
    public abstract Vma? ModifyUserfaultfd(
        MmStruct mm,
        [OwnedBy("mm")] Vma? prev,
        [OwnedBy("mm")] Vma vma,
        ulong start,
        ulong end,
        VmFlags flags,
        Userfaultfd? uffd,
        out long error);

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>What a protocol tells a fault.</summary>
public enum Admission
{
    /// <summary>Go on.</summary>
    Granted,

    /// <summary>The mapping is about to vanish: SIGSEGV.</summary>
    Gone,

    /// <summary>The mapping is about to vanish: SIGBUS.</summary>
    GoneBus,

    /// <summary>Let go of everything, wait for the claims on the page, and look again.</summary>
    Wait,
}
