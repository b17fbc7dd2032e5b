using Mm.Faults;
using Mm.Locks;
using Mm.PageTables;
using Mm.Protocols;
using Mm.ReverseMap;
using Mm.Userfault;

namespace Mm.Operations;

/// <summary>Brings in the pages of a range (<c>mm_populate</c>): after mmap, mlock, mremap and brk, and for madvise.</summary>
internal static class PopulateOperation
{
    /// <summary>Brings in what can be; errors are ignored.</summary>
    [Excludes("mm.MmapLock")]
    internal static void Populate(MmStruct mm, ulong start, ulong end) => PopulateRange(mm, start, end, ignoreErrors: true);

    /// <summary>Brings in the pages of all mappings of the range.</summary>
    /// <returns>0; or, unless errors are ignored, -EFAULT for a mapping without access, -ENOMEM if there is no frame.</returns>
    [Excludes("mm.MmapLock")]
    internal static long PopulateRange(MmStruct mm, ulong start, ulong end, bool ignoreErrors)
    {
        for (ulong at = start; at < end;)
        {
            if (mm.Protocol.BeginRead(mm, at, end) != 0)
                return ignoreErrors ? 0 : -Errno.EINTR;
            Vma? vma = mm.FindIntersection(at, end);
            if (vma == null)
            {
                mm.MmapLock.ReadUnlock();
                return 0;
            }
            at = Math.Max(at, vma.Start);
            ulong until = Math.Min(end, vma.End);
            UserfaultWait? wait = null;
            long error = 0;
            if ((vma.Flags & (VmFlags.Io | VmFlags.PfnMap)) == 0)
                error = PopulateVma(mm, vma, ref at, until, mayWait: true, out wait);
            else
                at = until;
            mm.MmapLock.ReadUnlock();
            if (wait != null && wait.Wait() != 0)
                return ignoreErrors ? 0 : -Errno.EINTR;
            if (error == 0)
                continue;
            if (!ignoreErrors)
                return error;
            at = until;
        }
        return 0;
    }

    /// <summary>Brings in pages of one mapping (<c>populate_vma_page_range</c>): by stores where a private mapping may be written, else by loads.</summary>
    /// <param name="mm">The address space.</param>
    /// <param name="vma">The mapping.</param>
    /// <param name="at">First address; afterwards where it stopped.</param>
    /// <param name="end">First address past the pages.</param>
    /// <param name="mayWait">Whether the caller can wait for a monitor to fill a page in; -EFAULT then otherwise.</param>
    /// <param name="wait">What to wait for with nothing held before it is called again; null if there is nothing.</param>
    [RequiresRead("mm.MmapLock")]
    internal static long PopulateVma(MmStruct mm, [OwnedBy("mm")] Vma vma, ref ulong at, ulong end, bool mayWait, out UserfaultWait? wait)
    {
        wait = null;
        VmFlags flags = vma.Flags;
        if ((flags & VmFlags.LockOnFault) != 0)
        {
            at = end;
            return 0;
        }
        if ((flags & VmFlags.AccessMask) == 0)
            return -Errno.EFAULT;
        AccessKind access = (flags & (VmFlags.Write | VmFlags.Shared)) == VmFlags.Write ? AccessKind.Write : AccessKind.Read;
        return FaultIn(mm, vma, ref at, end, access, mayWait, out wait);
    }

    /// <summary>madvise(MADV_POPULATE_READ and MADV_POPULATE_WRITE).</summary>
    [Excludes("mm.MmapLock")]
    internal static long PopulateForMadvise(MmStruct mm, ulong start, ulong end, bool write)
    {
        for (ulong at = start; at < end;)
        {
            int interrupted = mm.Protocol.BeginRead(mm, at, end);
            if (interrupted != 0)
                return interrupted;
            Vma? vma = mm.LookupVma(at);
            long error = -Errno.ENOMEM;
            UserfaultWait? wait = null;
            if (vma != null)
            {
                ulong until = Math.Min(end, vma.End);
                bool special = (vma.Flags & (VmFlags.Io | VmFlags.PfnMap)) != 0;
                bool permitted = (vma.Flags & (write ? VmFlags.Write : VmFlags.Read)) != 0;
                error = special || !permitted ? -Errno.EINVAL : FaultIn(mm, vma, ref at, until, write ? AccessKind.Write : AccessKind.Read, mayWait: true, out wait);
            }
            mm.MmapLock.ReadUnlock();
            if (wait != null)
                error = wait.Wait();
            if (error != 0)
                return error;
        }
        return 0;
    }

    [RequiresRead("mm.MmapLock")]
    private static long FaultIn(
        MmStruct mm, [OwnedBy("mm")] Vma vma, ref ulong at, ulong end, AccessKind access, bool mayWait, out UserfaultWait? wait)
    {
        wait = null;
        if (mm.Protocol.AdmitFault(mm, vma, at) != Admission.Granted)
            return -Errno.EFAULT;
        // A guard ends the mapping's part, a monitor sees each page, and a huge page may reach beyond the range, so there the pages come one by one.
        if (vma.MappedFile == null
            && (vma.Flags & (VmFlags.Shared | VmFlags.MaybeGuard | VmFlags.UffdMissing)) == 0
            && (!HugePageRules.Allows(mm, vma) || (access == AccessKind.Write && (at | end) % PageMath.HugeSize == 0)))
        {
            long error = FillEmpty(mm, vma, at, end, access);
            if (error != 0)
                return error;
        }
        for (; at < end; at += PageMath.Size)
        {
            Pte entry = PageWalks.Get(mm.Tables, at);
            if (entry.IsPresent && (access != AccessKind.Write || entry.IsWritable))
            {
                // A page that is populated for writing counts as written: it cannot be freed lazily any more.
                if (access == AccessKind.Write && !entry.IsDirty)
                    PageWalks.MarkFrameDirty(mm.Tables, at);
                continue;
            }
            FaultResult result = SlowFault.HandlePrepared(mm, vma, at, access);
            if (result == FaultResult.Userfault)
            {
                FaultOutcome outcome = FaultOutcome.BusAdrErr;
                wait = mayWait ? Userfaultfd.Park(mm, vma, at, access, byKernel: true, out outcome) : null;
                return wait != null || outcome.IsOk ? 0 : -Errno.EFAULT;
            }
            if (result != FaultResult.Done)
                return result == FaultResult.OutOfMemory ? -Errno.ENOMEM : -Errno.EFAULT;
        }
        return 0;
    }

    /// <summary>Fills the empty entries of anonymous memory a table at a time: what the faults one by one would do.</summary>
    [RequiresRead("mm.MmapLock")]
    private static long FillEmpty(MmStruct mm, [OwnedBy("mm")] Vma vma, ulong start, ulong end, AccessKind access)
    {
        bool write = access == AccessKind.Write;
        PageKind kind = !write ? PageKind.Zero : HugePageRules.Allows(mm, vma) ? PageKind.Huge : PageKind.Own;
        if (write && vma.AnonVma == null)
            AnonVmaChains.Prepare(mm, vma);
        PageProtection protection = FaultHandler.ProtectionFor(vma.Flags, write);
        ulong index = vma.PgOff + PageMath.Pages(start - vma.Start);
        mm.Tables.Populate(start, end, protection, kind, vma.AnonVma?.Id ?? 0, index, out ulong reached);
        return reached < end ? -Errno.ENOMEM : 0;
    }
}
