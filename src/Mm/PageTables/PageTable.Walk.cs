using Mm.Locks;
using Mm.Tlb;

namespace Mm.PageTables;

/// <content>What the memory management unit does when a CPU's TLB has no translation.</content>
public sealed partial class PageTable
{
    /// <summary>Walks the tables for an access, sets the accessed and dirty bits of the entry, and fills the CPU's TLB. Takes no lock of the mapping, as
    /// hardware does not.</summary>
    /// <param name="addr">The address.</param>
    /// <param name="rights">What the access needs.</param>
    /// <param name="cpu">The CPU.</param>
    /// <returns>False if the entry does not permit the access: a page fault.</returns>
    [Excludes("cpu.TlbLock")]
    public bool TryWalk(ulong addr, TlbRights rights, Cpu cpu)
    {
        ArgumentNullException.ThrowIfNull(cpu);
        Pool.Rcu.ReadLock();
        var pmd = WalkPmd(addr, out _);
        var filled = pmd is not null && (WalkTable(pmd, addr, rights, cpu) || (pmd.MayHaveHuge && WalkHuge(pmd, addr, rights, cpu)));
        Pool.Rcu.ReadUnlock();
        return filled;
    }

    private static bool Permits(Pte entry, TlbRights rights) =>
        entry.IsPresent
        && ((rights & TlbRights.Write) == 0 || entry.IsWritable)
        && ((rights & TlbRights.Execute) == 0 || entry.IsExecutable);

    /// <summary>What may be cached: stores only once the entry is marked as written, so that the first store is noticed.</summary>
    private static TlbRights Cacheable(Pte entry) =>
        (entry.IsWritable && entry.IsDirty ? TlbRights.Write : 0) | (entry.IsExecutable ? TlbRights.Execute : 0);

    private bool WalkTable(PmdTable pmd, ulong addr, TlbRights rights, Cpu cpu)
    {
        if (pmd.ChildFor(addr) is not { } table)
        {
            return false;
        }

        table.Lock.Lock();
        var index = table.IndexOf(addr);
        var entry = table.Covers(addr) ? table.Get(index) : Pte.None;
        var permitted = Permits(entry, rights);
        if (permitted)
        {
            var after = (rights & TlbRights.Write) != 0 ? entry.Dirty : entry.Accessed;
            if (after != entry)
            {
                table.Set(index, after);
            }

            cpu.TlbLock.LockNested();
            cpu.Fill(Context, addr, huge: false, after.Frame, Cacheable(after), Frames);
            cpu.TlbLock.Unlock();
        }

        table.Lock.Unlock();
        return permitted;
    }

    private bool WalkHuge(PmdTable pmd, ulong addr, TlbRights rights, Cpu cpu)
    {
        pmd.Lock.Lock();
        var entry = pmd.Covers(addr) ? pmd.Get(addr) : Pte.None;
        var permitted = entry.IsHuge && Permits(entry, rights);
        if (permitted)
        {
            var after = (rights & TlbRights.Write) != 0 ? entry.Dirty : entry.Accessed;
            pmd.SetHuge(addr, after);
            cpu.TlbLock.LockNested();
            cpu.Fill(Context, addr, huge: true, after.Frame, Cacheable(after), Frames);
            cpu.TlbLock.Unlock();
        }

        pmd.Lock.Unlock();
        return permitted;
    }
}
