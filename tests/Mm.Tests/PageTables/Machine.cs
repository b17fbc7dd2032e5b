using Mm.Frames;
using Mm.Locks;
using Mm.PageTables;
using Mm.Tlb;

namespace Mm.Tests.PageTables;

/// <summary>Frames, CPUs and tables without an address space around them.</summary>
internal sealed class Machine : IDisposable
{
    internal Machine(long frames = 4096, PagingGeometry? geometry = null, NativeBudget? budget = null, int cpus = 2)
    {
        Budget = budget ?? new NativeBudget();
        Cpus = new CpuSet(cpus);
        Rcu = new RcuDomain();
        Frames = new FrameTable(frames, Cpus, Budget);
        Pool = new TablePool(Frames, Cpus, Rcu, geometry);
    }

    internal NativeBudget Budget { get; }

    internal CpuSet Cpus { get; }

    internal RcuDomain Rcu { get; }

    internal FrameTable Frames { get; }

    internal TablePool Pool { get; }

    /// <summary>A load or store by the program on a CPU, without faults.</summary>
    /// <returns>What the TLB said in the end: a miss means that the tables do not permit the access.</returns>
    internal TlbResult Access(PageTable tables, int cpu, ulong addr, TlbRights rights, Func<Pfn, bool>? use = null)
    {
        var processor = Cpus[cpu];
        processor.TlbLock.Lock();
        var result = processor.Lookup(tables.Context, addr, rights, Frames, out var pfn);
        if (result != TlbResult.Hit)
        {
            processor.TlbLock.Unlock();
            if (result != TlbResult.Miss || !tables.TryWalk(addr, rights, processor, out pfn))
            {
                return result;
            }
        }

        var used = use?.Invoke(pfn) ?? true;
        processor.TlbLock.Unlock();
        return used ? TlbResult.Hit : throw new InvalidOperationException("the memory was refused");
    }

    public void Dispose()
    {
        Pool.Dispose();
        Assert.Equal(0, Pool.Violations.Count);
        Assert.Equal(0, Frames.Used);
        Frames.Dispose();
        Assert.Equal(0, Budget.Used);
    }
}
