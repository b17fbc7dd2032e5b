using Mm.Files;
using Mm.Frames;
using Mm.Locks;
using Mm.PageTables;
using Mm.ReverseMap;
using Mm.Tlb;

namespace Mm.Faults;

/// <summary>Makes an access to a mapping possible that permits it (<c>handle_mm_fault</c>): the part that all fault strategies share.</summary>
/// <remarks>The mapping is stable under the mmap lock or its own lock. Frames are allocated, and pages of files read, before the table's lock is taken; under
/// it the entry is looked at again.</remarks>
internal static partial class FaultHandler
{
    /// <summary>Handles a fault at an address of the mapping.</summary>
    /// <param name="mm">The address space.</param>
    /// <param name="vma">The mapping.</param>
    /// <param name="addr">The address.</param>
    /// <param name="access">What was tried.</param>
    /// <param name="cpu">The CPU whose access it is; null for one by the kernel or another process.</param>
    [RequiresReadAny("mm.MmapLock", "vma.VmLock")]
    internal static FaultResult Handle(MmStruct mm, [OwnedBy("mm")] Vma vma, ulong addr, AccessKind access, Cpu? cpu)
    {
        if ((vma.Flags & VmFlags.HugeTlb) != 0)
            return HandleHugeTlb(mm, vma, addr, access);
        if ((mm.Tables.HasHuge || HugePageRules.Allows(mm, vma)) && HandleHuge(mm, vma, addr, access) is { } huge)
            return huge;
        while (true)
        {
            PteTable? table = mm.Tables.GetOrAllocPte(addr);
            if (table == null)
                return FaultResult.OutOfMemory;

            // Without the table's lock: whatever is done about the entry looks at it again under the lock.
            Pte pte = table.Peek(table.IndexOf(addr));
            if (pte.IsGuard)
                return FaultResult.Guard;
            FaultResult? result =
                !pte.IsMapped ? Missing(mm, vma, addr, table, access, cpu)
                : access == AccessKind.Write && !pte.IsWritable ? WriteProtected(mm, vma, addr, table, pte)
                : Refresh(vma, addr, table, pte, access);
            if (result != null)
                return result.Value;
        }
    }

    /// <summary>The rights that an entry of the mapping gets; a private page that is not exclusive is never writable.</summary>
    internal static PageProtection ProtectionFor(VmFlags flags, bool writable)
    {
        if ((flags & VmFlags.AccessMask) == 0)
            return PageProtection.None;
        return PageProtection.Of(writable && (flags & VmFlags.Write) != 0, (flags & VmFlags.Exec) != 0);
    }

    private static Pte Touched(Pte pte, AccessKind access) => access == AccessKind.Write ? pte.Dirty : pte.Accessed;

    /// <summary>Another thread was faster, or the entry lost its rights and the mapping has them again. Null: look again.</summary>
    [RequiresReadAny("vma.Mm.MmapLock", "vma.VmLock")]
    private static FaultResult? Refresh(Vma vma, ulong addr, PteTable table, Pte seen, AccessKind access)
    {
        int index = table.IndexOf(addr);
        table.Lock.Lock();
        bool current = table.Covers(addr) && table.Get(index) == seen;
        if (current)
            table.Set(index, Touched(seen.IsPresent ? seen : seen.With(ProtectionFor(vma.Flags, seen.IsWritable)), access));
        table.Lock.Unlock();
        return current ? FaultResult.Done : null;
    }

    /// <summary>There is no entry. Null: look again.</summary>
    [RequiresReadAny("mm.MmapLock", "vma.VmLock")]
    private static FaultResult? Missing(MmStruct mm, [OwnedBy("mm")] Vma vma, ulong addr, PteTable table, AccessKind access, Cpu? cpu)
    {
        if (vma.MappedFile != null)
            return MissingFilePage(mm, vma, addr, table, access);
        if ((vma.Flags & VmFlags.UffdMissing) != 0)
            return FaultResult.Userfault;
        if (access != AccessKind.Write)
            return InstallZeroPage(mm, vma, addr, table, cpu);
        AnonVma? anon = vma.AnonVma;
        if (anon == null)
            return FaultResult.NeedsAnonVma;
        if (!mm.System.Frames.TryAlloc(out Pfn pfn))
            return FaultResult.OutOfMemory;
        return InstallAnonymous(mm, vma, addr, table, anon, pfn, cpu) ? FaultResult.Done : null;
    }

    /// <summary>A read of anonymous memory that was never written sees the zero page.</summary>
    [RequiresReadAny("mm.MmapLock", "vma.VmLock")]
    internal static FaultResult? InstallZeroPage(MmStruct mm, [OwnedBy("mm")] Vma vma, ulong addr, PteTable table, Cpu? cpu = null)
    {
        Pte zero = Pte.MapSpecial(mm.System.Frames.ZeroPfn, ProtectionFor(vma.Flags, writable: false)).Accessed;
        int index = table.IndexOf(addr);
        table.Lock.Lock();
        bool installed = table.Covers(addr) && table.Get(index).IsNone;
        if (installed)
        {
            table.Set(index, zero);
            mm.Tables.UpdateTlb(table, addr, zero, cpu);
        }
        table.Lock.Unlock();
        return installed ? FaultResult.Done : null;
    }

    /// <summary>Puts a new frame into an empty entry. False if it is not empty any more; the frame is free again then.</summary>
    [RequiresReadAny("mm.MmapLock", "vma.VmLock")]
    internal static bool InstallAnonymous(
        MmStruct mm, [OwnedBy("mm")] Vma vma, ulong addr, PteTable table, AnonVma anon, Pfn pfn, Cpu? cpu = null)
    {
        FrameTable frames = mm.System.Frames;
        int index = table.IndexOf(addr);
        Pte entry = Pte.Map(pfn, ProtectionFor(vma.Flags, writable: true)).Dirty;
        ulong page = vma.PgOff + PageMath.Pages(addr - vma.Start);
        table.Lock.Lock();
        bool installed = table.Covers(addr) && table.Get(index).IsNone;
        if (installed)
        {
            frames.MapNewAnon(pfn, anon.Id, page);
            table.Set(index, entry);
            mm.Tables.Rss.Add(new RssDelta { Anon = 1 });
            mm.Tables.UpdateTlb(table, addr, entry, cpu);
        }
        table.Lock.Unlock();
        if (!installed)
            frames.Put(pfn);
        return installed;
    }

    /// <summary>A store to an entry that forbids it: a shared page becomes writable, a private one is copied, or taken over by its last owner. Null: look
    /// again.</summary>
    [RequiresReadAny("mm.MmapLock", "vma.VmLock")]
    private static FaultResult? WriteProtected(MmStruct mm, [OwnedBy("mm")] Vma vma, ulong addr, PteTable table, Pte seen)
    {
        FrameTable frames = mm.System.Frames;
        int index = table.IndexOf(addr);
        VmFlags flags = vma.Flags;
        if ((flags & VmFlags.Shared) != 0 || IsOwnAnonymous(frames, seen))
        {
            table.Lock.Lock();
            bool reused = table.Covers(addr) && table.Get(index) == seen
                && ((flags & VmFlags.Shared) != 0 || frames.TryReclaimExclusive(seen.Frame));
            if (reused)
                table.Set(index, seen.With(ProtectionFor(flags, writable: true)).Dirty);
            table.Lock.Unlock();
            if (reused)
                return FaultResult.Done;
        }
        AnonVma? anon = vma.AnonVma;
        if (anon == null)
            return FaultResult.NeedsAnonVma;
        return CopyPage(mm, vma, addr, table, seen, anon, AccessKind.Write);
    }

    /// <summary>Makes a page that fork shared the mapping's own before it is pinned (<c>FAULT_FLAG_UNSHARE</c>), still without the right to store: who holds
    /// the pin would not see what the program stores into a copy later.</summary>
    [RequiresReadAny("mm.MmapLock", "vma.VmLock")]
    internal static FaultResult Unshare(MmStruct mm, [OwnedBy("mm")] Vma vma, ulong addr, PteTable table, Pte seen)
    {
        FrameTable frames = mm.System.Frames;
        if (IsOwnAnonymous(frames, seen))
        {
            table.Lock.Lock();
            bool reclaimed = table.Covers(addr) && table.Get(table.IndexOf(addr)) == seen && frames.TryReclaimExclusive(seen.Frame);
            table.Lock.Unlock();
            if (reclaimed)
                return FaultResult.Done;
        }
        AnonVma? anon = vma.AnonVma;
        if (anon == null)
            return FaultResult.NeedsAnonVma;
        return CopyPage(mm, vma, addr, table, seen, anon, AccessKind.Read) ?? FaultResult.Done;
    }

    private static bool IsOwnAnonymous(FrameTable frames, Pte pte) =>
        !pte.IsSpecial && (frames.Flags(pte.Frame) & FrameFlags.Anon) != 0 && (frames.IsExclusive(pte.Frame) || frames.RefCount(pte.Frame) == 1);

    /// <summary>Replaces the page by a copy of its own (copy-on-write). Null: look again.</summary>
    [RequiresReadAny("mm.MmapLock", "vma.VmLock")]
    private static FaultResult? CopyPage(
        MmStruct mm, [OwnedBy("mm")] Vma vma, ulong addr, PteTable table, Pte seen, AnonVma anon, AccessKind access)
    {
        FrameTable frames = mm.System.Frames;
        int index = table.IndexOf(addr);
        if (!frames.TryAlloc(out Pfn copy))
            return FaultResult.OutOfMemory;

        // A reference keeps the old frame while its bytes are copied without the table's lock.
        table.Lock.Lock();
        bool current = table.Covers(addr) && table.Get(index) == seen;
        if (current && !seen.IsSpecial)
            frames.Get(seen.Frame);
        table.Lock.Unlock();
        if (!current)
        {
            frames.Put(copy);
            return null;
        }
        bool copied = seen.IsSpecial || frames.TryCopyContent(seen.Frame, copy);
        bool replaced = false;
        if (copied)
        {
            Pte entry = Touched(Pte.Map(copy, ProtectionFor(vma.Flags, writable: access == AccessKind.Write)), access);
            ulong page = vma.PgOff + PageMath.Pages(addr - vma.Start);
            table.Lock.Lock();
            replaced = table.Covers(addr) && table.Get(index) == seen;
            if (replaced)
                Replace(mm, table, addr, seen, copy, entry, anon.Id, page);
            table.Lock.Unlock();
        }
        if (!replaced)
            frames.Put(copy);
        else if (!seen.IsSpecial)
            frames.Put(seen.Frame);
        if (!seen.IsSpecial)
            frames.Put(seen.Frame);
        return replaced ? FaultResult.Done : copied ? null : FaultResult.OutOfMemory;
    }

    /// <summary>Puts the copy in place of the old frame. No CPU may read through the old entry once the new one can be written, so it is flushed in
    /// between.</summary>
    [RequiresWrite("table.Lock")]
    private static void Replace(MmStruct mm, PteTable table, ulong addr, Pte old, Pfn copy, Pte entry, int anonId, ulong page)
    {
        FrameTable frames = mm.System.Frames;
        int index = table.IndexOf(addr);
        table.Set(index, Pte.None);
        ulong start = PageMath.Down(addr);
        mm.Tables.Context.Flush(start, start + PageMath.Size);
        RssDelta delta = new() { Anon = 1 };
        if (!old.IsSpecial)
            delta.Count(frames.Unmap(old.Frame, old.Harvest), -1);
        frames.MapNewAnon(copy, anonId, page);
        table.Set(index, entry);
        mm.Tables.Rss.Add(delta);
    }
}
