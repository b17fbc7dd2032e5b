using Mm.Faults;
using Mm.Files;
using Mm.Frames;
using Mm.Locks;
using Mm.PageTables;
using Mm.Protocols;
using Mm.ReverseMap;

namespace Mm.Userfault;

/// <summary>UFFDIO_COPY and UFFDIO_ZEROPAGE (<c>mfill_atomic</c>): pages for a registered mapping, under its own lock for read.</summary>
internal static class UserfaultFill
{
    /// <summary>The call. Without source bytes the zero page is filled in.</summary>
    [Excludes("mm.MmapLock")]
    internal static long Run(
        MmStruct mm, Userfaultfd uffd, ulong start, ulong length, ReadOnlySpan<byte> source, UserfaultFillModes modes, out long done)
    {
        done = 0;
        if (uffd.IsChanging)
        {
            done = -Errno.EAGAIN;
            return done;
        }
        if (UserfaultRange.Check(mm, start, length) != 0 || (modes & ~UserfaultFillModes.DontWake) != 0)
            return -Errno.EINVAL;
        if (mm.HasExited)
            return -Errno.ESRCH;
        done = Fill(mm, uffd, start, start + length, source);
        if (done < 0)
            return done;
        if ((modes & UserfaultFillModes.DontWake) == 0)
            uffd.WakeRange(start, start + (ulong)done);
        return (ulong)done == length ? 0 : -Errno.EAGAIN;
    }

    /// <summary>Fills pages in until the end or an error.</summary>
    /// <returns>Bytes filled in; the error if there were none.</returns>
    [Excludes("mm.MmapLock")]
    private static long Fill(MmStruct mm, Userfaultfd uffd, ulong start, ulong end, ReadOnlySpan<byte> source)
    {
        Vma? vma = Lock(mm, start, out long error);
        if (vma == null)
            return error;
        ulong at = start;
        if (end > vma.End || vma.Userfaultfd == null || mm.Protocol.AdmitFault(mm, vma, start) != Admission.Granted)
        {
            error = -Errno.ENOENT;
        }
        else
        {
            using (uffd.MapChangingLock.Read())
            {
                error = uffd.IsChanging ? -Errno.EAGAIN : 0;
                while (error == 0 && at < end)
                {
                    error = FillPage(mm, vma, at, source.IsEmpty ? source : source.Slice((int)(at - start), (int)PageMath.Size));
                    if (error == 0)
                        at += PageMath.Size;
                }
            }
        }
        vma.EndRead();
        return at != start ? (long)(at - start) : error;
    }

    /// <summary>The mapping at an address, locked for read, with an anon_vma if it is private (<c>uffd_mfill_lock</c>).</summary>
    [Excludes("mm.MmapLock")]
    [AcquiresRead("return.VmLock", WhenNotNull = true)]
    [return: ValidUnder("return.VmLock"), OwnedBy("mm")]
    private static Vma? Lock(MmStruct mm, ulong start, out long error)
    {
        error = 0;
        Vma? vma = mm.LockVmaUnderRcu(start);
        if (vma != null)
        {
            if (vma.AnonVma != null || (vma.Flags & VmFlags.Shared) != 0)
                return vma;
            vma.EndRead();
        }
        error = mm.Protocol.BeginRead(mm, start, start + PageMath.Size);
        if (error != 0)
            return null;
        Vma? locked = PrepareAndLock(mm, start, out error);
        mm.MmapLock.ReadUnlock();
        return locked;
    }

    [RequiresRead("mm.MmapLock")]
    [AcquiresRead("return.VmLock", WhenNotNull = true)]
    [return: ValidUnder("return.VmLock"), OwnedBy("mm")]
    private static Vma? PrepareAndLock(MmStruct mm, ulong start, out long error)
    {
        error = -Errno.ENOENT;
        Vma? vma = mm.LookupVma(start);
        if (vma == null)
            return null;
        if ((vma.Flags & VmFlags.Shared) == 0)
            AnonVmaChains.Prepare(mm, vma);
        error = -Errno.EAGAIN;
        if (!vma.VmLock.TryStartReadLocked(mm.MmapLock))
            return null;
        error = 0;
        return vma;
    }

    [RequiresRead("vma.VmLock")]
    private static long FillPage(MmStruct mm, [OwnedBy("mm")] Vma vma, ulong addr, ReadOnlySpan<byte> bytes)
    {
        AddressSpace? mapping = vma.MappedFile?.Mapping;
        ulong index = vma.PgOff + PageMath.Pages(addr - vma.Start);
        bool shared = (vma.Flags & VmFlags.Shared) != 0;
        if (!shared && mapping != null && index >= PageMath.Pages(PageMath.Up(mapping.Size)))
            return -Errno.EFAULT;
        if (mm.Tables.IsHuge(addr))
            return -Errno.EEXIST;
        if (mm.Tables.GetOrAllocPte(addr) is not { } table)
            return -Errno.ENOMEM;
        FrameTable frames = mm.System.Frames;
        if (bytes.IsEmpty && !shared)
            return FaultHandler.InstallZeroPage(mm, vma, addr, table) == FaultResult.Done ? 0 : Refused(table, addr);
        if (!frames.TryAlloc(out Pfn pfn))
            return -Errno.ENOMEM;
        Span<byte> content = bytes.IsEmpty ? default : frames.Content(pfn, create: true);
        if (content.IsEmpty && !bytes.IsEmpty)
        {
            frames.Put(pfn);
            return -Errno.ENOMEM;
        }
        bytes.CopyTo(content);
        if (shared)
            return FillShared(mm, vma, addr, table, mapping!, index, pfn);
        return FaultHandler.InstallAnonymous(mm, vma, addr, table, vma.AnonVma!, pfn) ? 0 : Refused(table, addr);
    }

    /// <summary>Into the object itself, so that all who map it see the page, and into this mapping (<c>shmem_mfill_atomic_pte</c>).</summary>
    [RequiresRead("vma.VmLock")]
    private static long FillShared(MmStruct mm, [OwnedBy("mm")] Vma vma, ulong addr, PteTable table, AddressSpace mapping, ulong index, Pfn pfn)
    {
        using (mapping.InvalidateLock.Read())
        {
            long error = PageWalks.Get(mm.Tables, addr).IsNone ? mapping.TryAddPage(index, pfn) : -Errno.EEXIST;
            if (error != 0)
            {
                mm.System.Frames.Put(pfn);
                return error;
            }

            // Where a fault is faster it maps this very page: the object has no other.
            FaultHandler.InstallFilePage(mm, vma, addr, table, pfn, AccessKind.Write);
            return 0;
        }
    }

    /// <summary>Why a page could not be put in: it is there already, or its table was taken away at that moment.</summary>
    private static long Refused(PteTable table, ulong addr)
    {
        table.Lock.Lock();
        bool present = table.Covers(addr);
        table.Lock.Unlock();
        return present ? -Errno.EEXIST : -Errno.EAGAIN;
    }
}
