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
            long error = Pin(mm, at, AccessKind.Read, out Pfn pfn);
            if (error != 0)
                return done != 0 ? done : error;
            Span<byte> part = to.Slice(done, count);
            Span<byte> content = pfn == mm.System.Frames.ZeroPfn ? default : mm.System.Frames.Content(pfn, create: false);
            if (content.IsEmpty)
                part.Clear();
            else
                content.Slice((int)(at & (PageMath.Size - 1)), count).CopyTo(part);
            Unpin(mm.System.Frames, pfn);
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
            long error = Pin(mm, at, AccessKind.Write, out Pfn pfn);
            if (error != 0)
                return done != 0 ? done : error;
            Span<byte> content = mm.System.Frames.Content(pfn, create: true);
            if (!content.IsEmpty)
            {
                from.Slice(done, count).CopyTo(content[(int)(at & (PageMath.Size - 1))..]);
                mm.System.Frames.SetFlags(pfn, FrameFlags.Dirty);
            }
            Unpin(mm.System.Frames, pfn);
            if (content.IsEmpty)
                return done != 0 ? done : -Errno.ENOMEM;
            done += count;
        }
        return done;
    }

    /// <summary>Drops the reference that <see cref="Pin"/> took: of a page of hugetlbfs it is the head's.</summary>
    private static void Unpin(FrameTable frames, Pfn pfn)
    {
        Pfn head = new(pfn.Number & ~(uint)(FrameTable.HugeFrames - 1));
        frames.Put(head.IsFrame && frames.IsHugeTlb(head) ? head : pfn);
    }

    /// <summary>Brings a page in and takes a reference of its frame, which keeps it when the lock is let go of.</summary>
    [Excludes("mm.MmapLock")]
    private static long Pin(MmStruct mm, ulong addr, AccessKind access, out Pfn pfn)
    {
        pfn = Pfn.None;
        ulong page = PageMath.Down(addr);
        if (addr >= PageMath.TaskSize)
            return -Errno.EFAULT;
        while (true)
        {
            int interrupted = mm.Protocol.BeginRead(mm, page, page + PageMath.Size);
            if (interrupted != 0)
                return interrupted;
            long error = PinLocked(mm, addr, access, out pfn, out bool wait);
            mm.MmapLock.ReadUnlock();
            if (!wait)
                return error;
            mm.Protocol.WaitForClaims(mm, page, page + PageMath.Size);
        }
    }

    [RequiresRead("mm.MmapLock")]
    private static long PinLocked(MmStruct mm, ulong addr, AccessKind access, out Pfn pfn, out bool wait)
    {
        pfn = Pfn.None;
        wait = false;
        Vma? vma = mm.LookupVma(addr);
        if (vma == null || (vma.Flags & (VmFlags.Io | VmFlags.PfnMap)) != 0)
            return -Errno.EFAULT;
        Admission admission = mm.Protocol.AdmitFault(mm, vma, addr);
        wait = admission == Admission.Wait;
        VmFlags needed = access == AccessKind.Write ? VmFlags.Write : VmFlags.Read;
        if (admission != Admission.Granted || (vma.Flags & needed) == 0)
            return -Errno.EFAULT;
        while (!TryGetFrame(mm, addr, access, out pfn, out PteTable? shared, out Pte seen))
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
    private static bool TryGetFrame(MmStruct mm, ulong addr, AccessKind access, out Pfn pfn, out PteTable? shared, out Pte seen)
    {
        FrameTable frames = mm.System.Frames;
        pfn = Pfn.None;
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
                pfn = entry.Frame;
                frames.Get(pfn);
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
                frames.Get(entry.Frame);
                pfn = entry.Frame.Plus((int)(PageMath.Pages(addr) % FrameTable.HugeFrames));
            }
            pmd.Lock.Unlock();
            if (pooled)
                return pfn.IsFrame;
            // A reference is of one small frame, so a huge page is split first.
            if (huge)
                mm.Tables.GetOrAllocPte(addr);
            return huge && TryGetFrame(mm, addr, access, out pfn, out shared, out seen);
        }
        return pfn.IsFrame;
    }

    /// <summary>Whether the program's next store would leave the frame to somebody else.</summary>
    private static bool IsSharedByFork(FrameTable frames, Pte entry) =>
        !entry.IsSpecial && (frames.Flags(entry.Frame) & FrameFlags.Anon) != 0 && !frames.IsExclusive(entry.Frame);
}
