using Mm.Locks;
using Mm.Protocols;
using Mm.ReverseMap;
using Mm.Tlb;
using Mm.Userfault;

namespace Mm.Faults;

/// <summary>A fault finds its mapping under RCU and holds that mapping's lock alone; what that is not enough for goes the way under the mmap lock.</summary>
public sealed class PerVmaFaultStrategy : FaultStrategy
{
    /// <inheritdoc/>
    public override string Name => "per-vma";

    /// <inheritdoc/>
    public override string Origin => "Suren Baghdasaryan, Linux 6.4 (2023)";

    /// <inheritdoc/>
    public override bool Sound => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> LockSteps { get; } =
    [
        "RCU: look the mapping up, lock it for read if that needs no wait",
        "VMA R: look at its bounds again, check the access",
        "VMA R + page-table lock: install the page; a page that userfaultfd is to fill in is waited for with nothing held",
        "-: done; or from the start under the mmap lock, if the mapping is being changed or needs an anon_vma that cannot be had at once",
    ];

    /// <inheritdoc/>
    [Excludes("mm.MmapLock")]
    public override FaultOutcome HandleFault(MmStruct mm, ulong addr, AccessKind access)
    {
        Vma? vma = mm.LockVmaUnderRcu(addr);
        if (vma == null)
            return SlowFault.Handle(mm, addr, access);
        if (mm.Protocol.AdmitFault(mm, vma, addr) != Admission.Granted)
        {
            vma.EndRead();
            return SlowFault.Handle(mm, addr, access);
        }
        if (!AccessCheck.Permits(vma.Flags, access))
        {
            vma.EndRead();
            return FaultOutcome.AccErr;
        }
        Cpu cpu = mm.System.Cpus.Current;
        FaultResult result = FaultHandler.Handle(mm, vma, addr, access, cpu);
        if (result == FaultResult.NeedsAnonVma && TryPrepare(mm, vma))
            result = FaultHandler.Handle(mm, vma, addr, access, cpu);
        if (result == FaultResult.Userfault)
        {
            UserfaultWait? wait = Userfaultfd.Park(mm, vma, addr, access, byKernel: false, out FaultOutcome outcome);
            vma.EndRead();
            return wait != null ? SlowFault.Await(wait) : outcome;
        }
        vma.EndRead();
        return result == FaultResult.NeedsAnonVma ? SlowFault.Handle(mm, addr, access) : SlowFault.OutcomeOf(result);
    }

    /// <summary>Gives the mapping an anon_vma, if the mmap lock can be had at once: waiting for it here could be for ever, because its holder may wait for
    /// this thread to let go of the VMA.</summary>
    [RequiresRead("vma.VmLock")]
    private static bool TryPrepare(MmStruct mm, [OwnedBy("mm")] Vma vma)
    {
        if (!mm.MmapLock.TryReadLock())
            return false;
        AnonVmaChains.Prepare(mm, vma);
        mm.MmapLock.ReadUnlock();
        return true;
    }
}
