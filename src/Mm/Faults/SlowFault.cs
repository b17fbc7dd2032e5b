using Mm.Locks;
using Mm.Protocols;
using Mm.ReverseMap;
using Mm.Tlb;
using Mm.Userfault;

namespace Mm.Faults;

/// <summary>A fault under the mmap lock for read: always right, never the fastest.</summary>
internal static class SlowFault
{
    /// <summary>Handles the fault; extends a stack if that is what it takes.</summary>
    [Excludes("mm.MmapLock")]
    internal static FaultOutcome Handle(MmStruct mm, ulong addr, AccessKind access)
    {
        while (true)
        {
            if (mm.Protocol.BeginRead(mm, addr, addr) != 0)
                return new FaultOutcome(Signal.Kill, 0);
            Step step = Attempt(mm, addr, access, out FaultOutcome outcome, out UserfaultWait? userfault);
            mm.MmapLock.ReadUnlock();
            if (userfault != null)
                return Await(userfault);
            switch (step)
            {
                case Step.Finished:
                    return outcome;
                case Step.GrowStack:
                    if (!StackGrowth.Extend(mm, addr))
                        return FaultOutcome.MapErr;
                    break;
                default:
                    mm.Protocol.WaitForClaims(mm, PageMath.Down(addr), PageMath.Down(addr) + PageMath.Size);
                    break;
            }
        }
    }

    /// <summary>Waits for a monitor to fill the page in.</summary>
    /// <returns>Success: the access is tried again; or SIGKILL after a fatal signal.</returns>
    [Blocks]
    internal static FaultOutcome Await(UserfaultWait wait) => wait.Wait() == 0 ? FaultOutcome.Ok : new FaultOutcome(Signal.Kill, 0);

    /// <summary>What a result means to the program.</summary>
    internal static FaultOutcome OutcomeOf(FaultResult result) => result switch
    {
        FaultResult.Done => FaultOutcome.Ok,
        FaultResult.Guard => FaultOutcome.MapErr,
        FaultResult.BeyondEnd => FaultOutcome.BusAdrErr,
        _ => FaultOutcome.OutOfMemory,
    };

    [RequiresRead("mm.MmapLock")]
    private static Step Attempt(MmStruct mm, ulong addr, AccessKind access, out FaultOutcome outcome, out UserfaultWait? userfault)
    {
        outcome = FaultOutcome.MapErr;
        userfault = null;
        Vma? vma = mm.FindVma(addr);
        if (vma == null)
            return Step.Finished;
        if (addr < vma.Start)
            return (vma.Flags & VmFlags.GrowsDown) != 0 ? Step.GrowStack : Step.Finished;
        switch (mm.Protocol.AdmitFault(mm, vma, addr))
        {
            case Admission.Gone:
                return Step.Finished;
            case Admission.GoneBus:
                outcome = FaultOutcome.BusAdrErr;
                return Step.Finished;
            case Admission.Wait:
                return Step.Wait;
            default:
                break;
        }
        if (!AccessCheck.Permits(vma.Flags, access))
        {
            outcome = FaultOutcome.AccErr;
            return Step.Finished;
        }
        FaultResult result = HandlePrepared(mm, vma, addr, access, mm.System.Cpus.Current);
        if (result == FaultResult.Userfault)
            userfault = Userfaultfd.Park(mm, vma, addr, access, byKernel: false, out outcome);
        else
            outcome = OutcomeOf(result);
        return Step.Finished;
    }

    /// <summary>Handles a fault, and gives the mapping an anon_vma where it needs one.</summary>
    [RequiresRead("mm.MmapLock")]
    internal static FaultResult HandlePrepared(MmStruct mm, [OwnedBy("mm")] Vma vma, ulong addr, AccessKind access, Cpu? cpu = null)
    {
        FaultResult result = FaultHandler.Handle(mm, vma, addr, access, cpu);
        if (result != FaultResult.NeedsAnonVma)
            return result;
        AnonVmaChains.Prepare(mm, vma);
        return FaultHandler.Handle(mm, vma, addr, access, cpu);
    }

    private enum Step
    {
        Finished,
        GrowStack,
        Wait,
    }
}
