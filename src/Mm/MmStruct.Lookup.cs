using Mm.Locks;

namespace Mm;

// Finding mappings: under the mmap lock in any mode, or under RCU with the VMA's own lock.
public sealed partial class MmStruct
{
    /// <summary>The first mapping that ends above the address (<c>find_vma</c>); it need not contain it.</summary>
    [RequiresRead("MmapLock")]
    [return: ValidUnder("MmapLock"), OwnedBy("this")]
    public Vma? FindVma(ulong addr) => Tree.FindLocked(addr);

    /// <summary>The mapping that contains the address (<c>vma_lookup</c>).</summary>
    [RequiresRead("MmapLock")]
    [return: ValidUnder("MmapLock"), OwnedBy("this")]
    public Vma? LookupVma(ulong addr) => Tree.LookupLocked(addr);

    /// <summary>The last mapping that starts below the address.</summary>
    [RequiresRead("MmapLock")]
    [return: ValidUnder("MmapLock"), OwnedBy("this")]
    public Vma? PreviousVma(ulong addr) => Tree.PreviousLocked(addr);

    /// <summary>The mapping after another.</summary>
    [RequiresRead("MmapLock")]
    [return: ValidUnder("MmapLock"), OwnedBy("this")]
    public Vma? NextVma([OwnedBy("this")] Vma vma) => Tree.FindLocked(vma.End);

    /// <summary>The first mapping that has a page in the range; null if the range is empty.</summary>
    [RequiresRead("MmapLock")]
    [return: ValidUnder("MmapLock"), OwnedBy("this")]
    public Vma? FindIntersection(ulong start, ulong end)
    {
        if (start >= end)
            return null;
        Vma? vma = FindVma(start);
        return vma != null && vma.Start < end ? vma : null;
    }

    /// <summary>Where the first page of the range that is mapped lies; the range's end if it is empty. Who works through a range part by part steps over
    /// holes with it: a range may be as long as the address space.</summary>
    [RequiresRead("MmapLock")]
    public ulong FirstMapped(ulong start, ulong end) => FindIntersection(start, end) is { } vma ? Math.Max(start, vma.Start) : end;

    /// <summary>The mapping that contains the address, locked for read, without the mmap lock (<c>lock_vma_under_rcu</c>).</summary>
    /// <returns>Null if there is none or if it cannot be had at once: the caller takes the mmap lock and looks again.</returns>
    [AcquiresRead("return.VmLock", WhenNotNull = true)]
    [return: ValidUnder("return.VmLock"), OwnedBy("this")]
    public Vma? LockVmaUnderRcu(ulong addr)
    {
        Rcu.Domain.ReadLock();
        Vma? vma = Tree.Lookup(addr);
        if (vma == null || vma.VmLock.TryStartRead(MmapLock) != VmReadResult.Locked)
        {
            Rcu.Domain.ReadUnlock();
            return null;
        }
        Rcu.Domain.ReadUnlock();
        if (addr < vma.Start || addr >= vma.End)
        {
            // The object was taken out and used again between the look-up and the lock.
            vma.VmLock.EndRead();
            return null;
        }
        return vma;
    }
}
