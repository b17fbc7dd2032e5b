using Mm.Faults;
using Mm.Frames;
using Mm.Locks;
using Mm.PageTables;
using Mm.Protocols;

namespace Mm.Mmu;

/// <summary>Access to the memory of another process (<c>access_process_vm</c>, get_user_pages): under its mmap lock for read, page by page.</summary>
internal static class RemoteAccess
{
    /// <summary>Reads: how many bytes, or -EFAULT if there were none.</summary>
    [Excludes("mm.MmapLock")]
    internal static long Read(MmStruct mm, ulong addr, Span<byte> to)
    {
        int done = 0;
        while (done < to.Length)
        {
            ulong at = unchecked(addr + (ulong)done);
            int count = UserAccess.BytesInPage(at, to.Length - done);
            long error = Pin(mm, at, AccessKind.Read, out Pfn pfn, out Pfn held);
            if (error != 0)
                return done != 0 ? done : error;
            Span<byte> part = to.Slice(done, count);
            Span<byte> content = pfn == mm.System.Frames.ZeroPfn ? default : mm.System.Frames.Content(pfn, create: false);
            if (content.IsEmpty)
                part.Clear();
            else
                content.Slice((int)(at & (PageMath.Size - 1)), count).CopyTo(part);
            mm.System.Frames.Put(held);
            done += count;
        }
        return done;
    }

    /// <summary>Writes: how many bytes, or -EFAULT if there were none.</summary>
    [Excludes("mm.MmapLock")]
    internal static long Write(MmStruct mm, ulong addr, ReadOnlySpan<byte> from)
    {
        int done = 0;
        while (done < from.Length)
        {
            ulong at = unchecked(addr + (ulong)done);
            int count = UserAccess.BytesInPage(at, from.Length - done);
            long error = Pin(mm, at, AccessKind.Write, out Pfn pfn, out Pfn held);
            if (error != 0)
                return done != 0 ? done : error;
            Span<byte> content = mm.System.Frames.Content(pfn, create: true);
            if (!content.IsEmpty)
            {
                from.Slice(done, count).CopyTo(content[(int)(at & (PageMath.Size - 1))..]);
                mm.System.Frames.SetFlags(pfn, FrameFlags.Dirty);
            }
            mm.System.Frames.Put(held);
            if (content.IsEmpty)
                return done != 0 ? done : -Errno.ENOMEM;
            done += count;
        }
        return done;
    }

    /// <summary>Brings a page in and takes a reference, which keeps it when the lock is let go of.</summary>
    /// <param name="mm">The address space.</param>
    /// <param name="addr">The address.</param>
    /// <param name="access">What is to be done.</param>
    /// <param name="pfn">The page's frame.</param>
    /// <param name="held">Whose reference was taken: the frame, or of a page of hugetlbfs the head. Only who takes it knows: a frame beside is not the caller's to
    /// look at, and if it is free its state says nothing.</param>
    [Excludes("mm.MmapLock")]
    private static long Pin(MmStruct mm, ulong addr, AccessKind access, out Pfn pfn, out Pfn held)
    {
        pfn = held = Pfn.None;
        ulong page = PageMath.Down(addr);
        if (addr >= PageMath.TaskSize)
            return -Errno.EFAULT;
        while (true)
        {
            int interrupted = mm.Protocol.BeginRead(mm, page, page + PageMath.Size);
            if (interrupted != 0)
                return interrupted;
            long error = PinLocked(mm, addr, access, out pfn, out held, out bool wait);
            mm.MmapLock.ReadUnlock();
            if (!wait)
                return error;
            mm.Protocol.WaitForClaims(mm, page, page + PageMath.Size);
        }
    }

    [RequiresRead("mm.MmapLock")]
    private static long PinLocked(MmStruct mm, ulong addr, AccessKind access, out Pfn pfn, out Pfn held, out bool wait)
    {
        pfn = held = Pfn.None;
        wait = false;
        Vma? vma = mm.LookupVma(addr);
        if (vma == null || (vma.Flags & (VmFlags.Io | VmFlags.PfnMap)) != 0)
            return -Errno.EFAULT;
        Admission admission = mm.Protocol.AdmitFault(mm, vma, addr);
        wait = admission == Admission.Wait;
        VmFlags needed = access == AccessKind.Write ? VmFlags.Write : VmFlags.Read;
        if (admission != Admission.Granted || (vma.Flags & needed) == 0)
            return -Errno.EFAULT;
        while (!TryGetFrame(mm, addr, access, out pfn, out held, out PteTable? shared, out Pte seen))
        {
            FaultResult result = shared != null
                ? FaultHandler.Unshare(mm, vma, addr, shared, seen)
                : SlowFault.HandlePrepared(mm, vma, addr, access);
            if (result != FaultResult.Done)
                return result == FaultResult.OutOfMemory ? -Errno.ENOMEM : -Errno.EFAULT;
        }
        return 0;
    }

    [RequiresRead("mm.MmapLock")]
    private static bool TryGetFrame(MmStruct mm, ulong addr, AccessKind access, out Pfn pfn, out Pfn held, out PteTable? shared, out Pte seen)
    {
        FrameTable frames = mm.System.Frames;
        pfn = held = Pfn.None;
        shared = null;
        seen = Pte.None;
        if (mm.Tables.WalkPte(addr) is { } table)
        {
            table.Lock.Lock();
            Pte entry = table.Covers(addr) ? table.Get(table.IndexOf(addr)) : Pte.None;
            if (entry.IsPresent && access != AccessKind.Write && IsSharedByFork(frames, entry))
            {
                shared = table;
                seen = entry;
            }
            else if (entry.IsPresent && (access != AccessKind.Write || entry.IsWritable))
            {
                pfn = held = entry.Frame;
                frames.Get(held);
            }
            table.Lock.Unlock();
        }
        else if (mm.Tables.WalkPmd(addr) is { } pmd)
        {
            pmd.Lock.Lock();
            Pte entry = pmd.Covers(addr) ? pmd.Get(addr) : Pte.None;
            bool huge = entry.IsHuge;
            bool pooled = huge && !entry.IsSpecial && frames.IsHugeTlb(entry.Frame);
            if (pooled && entry.IsPresent && (access != AccessKind.Write || entry.IsWritable))
            {
                held = entry.Frame;
                frames.Get(held);
                pfn = held.Plus((int)(PageMath.Pages(addr) % FrameTable.HugeFrames));
            }
            pmd.Lock.Unlock();
            if (pooled)
                return pfn.IsFrame;
            // A reference is of one small frame, so a huge page is split first.
            if (huge)
                mm.Tables.GetOrAllocPte(addr);
            return huge && TryGetFrame(mm, addr, access, out pfn, out held, out shared, out seen);
        }
        return pfn.IsFrame;
    }

    /// <summary>Whether the program's next store would leave the frame to somebody else.</summary>
    private static bool IsSharedByFork(FrameTable frames, Pte entry) =>
        !entry.IsSpecial && (frames.Flags(entry.Frame) & FrameFlags.Anon) != 0 && !frames.IsExclusive(entry.Frame);
}
