using Mm.Frames;
using Mm.Locks;

namespace Mm.PageTables;

/// <content>Entries of hugetlbfs: whole huge pages of the pool, never split, and not part of the resident set.</content>
public sealed partial class PageTable
{
    /// <summary>Maps a huge page of the pool at an address whose entry is empty.</summary>
    /// <param name="addr">The address, aligned to the huge page.</param>
    /// <param name="entry">The entry; the caller's reference of its frame is the entry's if it is installed.</param>
    /// <returns>False if there is no native memory, or something is mapped there.</returns>
    internal bool TryInstallHugeTlb(ulong addr, Pte entry)
    {
        if (GetOrAllocPmd(addr) is not { } pmd || Pool.Take(0) is not PteTable deposit)
        {
            return false;
        }

        pmd.Lock.Lock();
        var free = pmd.Covers(addr) && pmd.Get(addr).IsNone;
        if (free)
        {
            InstallHuge(pmd, addr, entry, deposit);
        }

        pmd.Lock.Unlock();
        if (!free)
        {
            Pool.Give(deposit);
        }

        return free;
    }

    /// <summary>Puts a copy in place of a huge page of the pool (<c>hugetlb_wp</c>).</summary>
    /// <param name="addr">The address, aligned to the huge page.</param>
    /// <param name="seen">The entry as it was when the copy was made.</param>
    /// <param name="entry">The new entry.</param>
    /// <returns>False if the entry is another one now.</returns>
    internal bool TryReplaceHugeTlb(ulong addr, Pte seen, Pte entry)
    {
        if (WalkPmd(addr) is not { } pmd)
        {
            return false;
        }

        pmd.Lock.Lock();
        var replaced = pmd.Covers(addr) && (pmd.Get(addr).Raw | Pte.AccessedBit) == (seen.Raw | Pte.AccessedBit);
        if (replaced)
        {
            // Under the lock nobody reads the entry anew; no CPU may read through the old one once the new one can be written.
            Context.Flush(addr, addr + Geometry.SpanOf(1));
            Frames.Unmap(seen.Frame, seen.Harvest);
            pmd.SetHuge(addr, entry);
        }

        pmd.Lock.Unlock();
        return replaced;
    }

    /// <summary>Takes a reference of a huge page of the pool, which keeps it without the table's lock.</summary>
    /// <param name="addr">The address, aligned to the huge page.</param>
    /// <param name="seen">The entry.</param>
    /// <returns>False if the entry is another one now.</returns>
    internal bool TryPinHugeTlb(ulong addr, Pte seen)
    {
        if (WalkPmd(addr) is not { } pmd)
        {
            return false;
        }

        pmd.Lock.Lock();
        var current = pmd.Covers(addr) && (pmd.Get(addr).Raw | Pte.AccessedBit) == (seen.Raw | Pte.AccessedBit);
        if (current)
        {
            Frames.Get(seen.Frame);
        }

        pmd.Lock.Unlock();
        return current;
    }

    private bool IsHugeTlbAt(ulong addr) => GetHuge(addr) is { IsHuge: true, IsSpecial: false } huge && Frames.IsHugeTlb(huge.Frame);
}
