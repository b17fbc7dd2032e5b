using Mm.Frames;
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
    /// <param name="pfn">The frame of 4 KB with the address, if the access is permitted.</param>
    /// <returns>False if the entry does not permit the access: a page fault. Else the CPU's lock is held, so that the access can be made before the translation
    /// is shot down.</returns>
    [Excludes("cpu.TlbLock")]
    [AcquiresWrite("cpu.TlbLock", When = true)]
    public bool TryWalk(ulong addr, TlbRights rights, Cpu cpu, out Pfn pfn)
    {
        ArgumentNullException.ThrowIfNull(cpu);
        pfn = Pfn.None;
        Pool.Rcu.ReadLock();
        var pmd = WalkPmd(addr, out _);
        var filled = pmd is not null && (WalkTable(pmd, addr, rights, cpu, out pfn) || (pmd.MayHaveHuge && WalkHuge(pmd, addr, rights, cpu, out pfn)));
        Pool.Rcu.ReadUnlock();
        return filled;
    }

    /// <summary>Whether a walk for an access may find that it is permitted: what hardware knows before it raises a page fault.</summary>
    /// <remarks>No RCU section is needed: the CPU is noted in the context first, and tables are used again only after a flush, which takes the lock that the caller
    /// holds, of every CPU that is noted; the interrupt of a flush holds up hardware walks in the same way.</remarks>
    /// <param name="addr">The address.</param>
    /// <param name="rights">What the access needs.</param>
    /// <param name="cpu">The CPU.</param>
    /// <returns>False if it would be a page fault. True is a hint.</returns>
    [RequiresWrite("cpu.TlbLock")]
    internal bool MayPermit(ulong addr, TlbRights rights, Cpu cpu)
    {
        Context.Enter(cpu.Index);
        return WalkPmd(addr, out _) is { } pmd
            && (pmd.MayHaveHuge || (pmd.ChildFor(addr) is { } table && Permits(table.Peek(table.IndexOf(addr)), rights)));
    }

    /// <summary>Gives a CPU the translation that its fault has just installed (<c>update_mmu_cache</c>): what a processor may do on its own, and would at its next
    /// access.</summary>
    /// <param name="table">The table.</param>
    /// <param name="addr">The address.</param>
    /// <param name="entry">The entry in the table, accessed, and dirty if the access stores.</param>
    /// <param name="cpu">The CPU; null if the fault is not of a CPU's own access.</param>
    [RequiresWrite("table.Lock")]
    internal void UpdateTlb(PteTable table, ulong addr, Pte entry, Cpu? cpu)
    {
        if (cpu is not null)
        {
            cpu.TlbLock.LockNested();
            cpu.Fill(Context, addr, huge: false, entry.Frame, Cacheable(entry), Frames);
            cpu.TlbLock.Unlock();
        }
    }

    private static bool Permits(Pte entry, TlbRights rights) =>
        entry.IsPresent
        && ((rights & TlbRights.Write) == 0 || entry.IsWritable)
        && ((rights & TlbRights.Execute) == 0 || entry.IsExecutable);

    /// <summary>What may be cached: stores only once the entry is marked as written, so that the first store is noticed.</summary>
    private static TlbRights Cacheable(Pte entry) =>
        (entry.IsWritable && entry.IsDirty ? TlbRights.Write : 0) | (entry.IsExecutable ? TlbRights.Execute : 0);

    [AcquiresWrite("cpu.TlbLock", When = true)]
    private bool WalkTable(PmdTable pmd, ulong addr, TlbRights rights, Cpu cpu, out Pfn pfn)
    {
        pfn = Pfn.None;
        if (pmd.ChildFor(addr) is not { } table)
        {
            return false;
        }

        table.Lock.Lock();
        var index = table.IndexOf(addr);
        var entry = table.Covers(addr) ? table.Get(index) : Pte.None;
        if (!Permits(entry, rights))
        {
            table.Lock.Unlock();
            return false;
        }

        var after = (rights & TlbRights.Write) != 0 ? entry.Dirty : entry.Accessed;
        if (after != entry)
        {
            table.Set(index, after);
        }

        pfn = after.Frame;
        cpu.TlbLock.LockNested();
        cpu.Fill(Context, addr, huge: false, pfn, Cacheable(after), Frames);
        table.Lock.Unlock();
        return true;
    }

    [AcquiresWrite("cpu.TlbLock", When = true)]
    private bool WalkHuge(PmdTable pmd, ulong addr, TlbRights rights, Cpu cpu, out Pfn pfn)
    {
        pfn = Pfn.None;
        pmd.Lock.Lock();
        var entry = pmd.Covers(addr) ? pmd.Get(addr) : Pte.None;
        if (!entry.IsHuge || !Permits(entry, rights))
        {
            pmd.Lock.Unlock();
            return false;
        }

        var after = (rights & TlbRights.Write) != 0 ? entry.Dirty : entry.Accessed;
        pmd.SetHuge(addr, after);
        pfn = after.Frame.Plus((int)((addr & (Geometry.SpanOf(1) - 1)) >> PagingGeometry.PageShift));
        cpu.TlbLock.LockNested();
        cpu.Fill(Context, addr, huge: true, after.Frame, Cacheable(after), Frames);
        pmd.Lock.Unlock();
        return true;
    }
}
