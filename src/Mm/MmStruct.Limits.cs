using Mm.Locks;

namespace Mm;

// Limits and totals of the address space.
public sealed partial class MmStruct
{
    /// <summary>Whether a mapping of so many pages keeps within RLIMIT_AS and RLIMIT_DATA (<c>may_expand_vm</c>).</summary>
    [RequiresRead("MmapLock")]
    internal bool MayExpand(VmFlags flags, ulong pages)
    {
        Rlimits limits = Rlimits;
        if (TotalVm + pages > PageMath.Pages(limits.AddressSpace))
            return false;
        return !Accounting.IsData(flags) || DataVm + pages <= PageMath.Pages(limits.Data);
    }

    /// <summary>Whether locking may be asked for at all (<c>can_do_mlock</c>).</summary>
    internal bool CanDoMlock => Options.CapIpcLock || Rlimits.MemLock != 0;

    /// <summary>Whether so many more bytes may be locked, if the mapping is to be locked (<c>mlock_future_ok</c>).</summary>
    [RequiresRead("MmapLock")]
    internal bool MayLock(VmFlags flags, ulong bytes)
    {
        if ((flags & VmFlags.Locked) == 0 || Options.CapIpcLock)
            return true;
        return LockedVm + PageMath.Pages(bytes) <= PageMath.Pages(Rlimits.MemLock);
    }

    /// <summary>Counts pages of a mapping into the totals (<c>vm_stat_account</c>).</summary>
    /// <param name="flags">The mapping's flags.</param>
    /// <param name="pages">Pages; negative to take them out.</param>
    [RequiresUpdate("MmapLock")]
    internal void AccountPages(VmFlags flags, long pages)
    {
        ulong delta = (ulong)pages;
        unchecked
        {
            TotalVm += delta;
            if (Accounting.IsExec(flags))
                ExecVm += delta;
            else if (Accounting.IsStack(flags))
                StackVm += delta;
            else if (Accounting.IsData(flags))
                DataVm += delta;
        }
    }

    /// <summary>The figures of this moment: of one moment between two changes of the layout, unless one follows the other without a pause.</summary>
    /// <remarks>Read without a lock, under the speculation counter of the mmap lock (<c>mmap_lock_speculate_try_begin</c>). What faults and a downgraded unmap count
    /// meanwhile is not excluded.</remarks>
    public MmCounters Counters
    {
        get
        {
            for (int attempt = 0; attempt < SpeculativeAttempts; attempt++)
            {
                if (!MmapLock.TrySpeculate(out long sequence))
                    continue;
                MmCounters counters = ReadCounters();
                if (MmapLock.ValidateSpeculation(sequence))
                    return counters;
            }
            return ReadCounters();
        }
    }

    /// <summary>So often the figures are read again that a writer has disturbed.</summary>
    private const int SpeculativeAttempts = 4;

    private MmCounters ReadCounters() => new(
        Volatile.Read(ref MapCount),
        Volatile.Read(ref TotalVm),
        Volatile.Read(ref LockedVm),
        Volatile.Read(ref DataVm),
        Volatile.Read(ref ExecVm),
        Volatile.Read(ref StackVm),
        Tables.Rss.Anon,
        Tables.Rss.File,
        Tables.Rss.Shmem,
        Tables.TableBytes);
}
