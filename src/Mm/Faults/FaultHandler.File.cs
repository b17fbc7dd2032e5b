using Mm.Files;
using Mm.Frames;
using Mm.Locks;
using Mm.PageTables;
using Mm.ReverseMap;

namespace Mm.Faults;

// Faults on pages of files and of shared memory.
internal static partial class FaultHandler
{
    /// <summary>Pages that a read fault maps around the one that it is for, if they are in memory.</summary>
    private const int AroundPages = 16;

    /// <summary>There is no entry yet: shared mappings and reads map the object's page, a store to a private mapping a copy. Null: look again.</summary>
    [RequiresReadAny("mm.MmapLock", "vma.VmLock")]
    private static FaultResult? MissingFilePage(MmStruct mm, [OwnedBy("mm")] Vma vma, ulong addr, PteTable table, AccessKind access)
    {
        FrameTable frames = mm.System.Frames;
        MmFile file = vma.MappedFile!;

        // A driver that maps frames has no pages to give.
        if (file.Device != null)
            return FaultResult.BeyondEnd;
        AddressSpace mapping = file.Mapping;
        VmFlags flags = vma.Flags;
        bool copies = access == AccessKind.Write && (flags & VmFlags.Shared) == 0;
        AnonVma? anon = vma.AnonVma;
        if (copies && anon == null)
            return FaultResult.NeedsAnonVma;
        ulong page = vma.PgOff + PageMath.Pages(addr - vma.Start);

        // Truncation holds this lock for write while it drops pages, so no page beyond the new end is mapped behind its back.
        using (mapping.InvalidateLock.Read())
        {
            bool monitored = (flags & VmFlags.UffdMissing) != 0;
            long error = mapping.GetPage(page, mustBeCached: monitored, out Pfn pfn);

            // The neighbours come first in the kernel, so they are mapped even if the page itself lies beyond the end, or is missing.
            if (error is -Errno.EFAULT or -Errno.EAGAIN && access != AccessKind.Write)
                MapAround(mm, vma, addr, table, mapping);
            if (error == -Errno.EAGAIN)
                return FaultResult.Userfault;
            if (error != 0)
                return error == -Errno.EFAULT ? FaultResult.BeyondEnd : FaultResult.OutOfMemory;
            if (!copies)
            {
                bool installed = InstallFilePage(mm, vma, addr, table, pfn, access);
                if (installed && access != AccessKind.Write)
                    MapAround(mm, vma, addr, table, mapping);
                frames.Put(pfn);
                return installed ? FaultResult.Done : null;
            }
            if (!frames.TryAlloc(out Pfn copy))
            {
                frames.Put(pfn);
                return FaultResult.OutOfMemory;
            }
            bool copied = frames.TryCopyContent(pfn, copy);
            frames.Put(pfn);
            if (!copied)
            {
                frames.Put(copy);
                return FaultResult.OutOfMemory;
            }
            return InstallAnonymous(mm, vma, addr, table, anon!, copy) ? FaultResult.Done : null;
        }
    }

    /// <summary>Maps a page of the object into an empty entry; the caller has a reference to the frame, and the entry gets one of its own.</summary>
    [RequiresReadAny("mm.MmapLock", "vma.VmLock")]
    internal static bool InstallFilePage(MmStruct mm, [OwnedBy("mm")] Vma vma, ulong addr, PteTable table, Pfn pfn, AccessKind access)
    {
        FrameTable frames = mm.System.Frames;
        int index = table.IndexOf(addr);
        Pte entry = Touched(Pte.Map(pfn, ProtectionFor(vma.Flags, (vma.Flags & VmFlags.Shared) != 0)), access);
        table.Lock.Lock();
        bool installed = table.Covers(addr) && table.Get(index).IsNone;
        if (installed)
        {
            frames.MapShared(pfn);
            table.Set(index, entry);
            RssDelta delta = default;
            delta.Count(frames.Flags(pfn), 1);
            mm.Tables.Rss.Add(delta);
        }
        table.Lock.Unlock();
        return installed;
    }

    /// <summary>Maps neighbours of a page that was read, as far as they are in memory (<c>do_fault_around</c>): a window that starts at an aligned address
    /// or with the mapping, inside the mapping and the table.</summary>
    [RequiresReadAny("mm.MmapLock", "vma.VmLock")]
    [RequiresRead("mapping.InvalidateLock")]
    private static void MapAround(MmStruct mm, [OwnedBy("mm")] Vma vma, ulong addr, PteTable table, AddressSpace mapping)
    {
        const ulong Window = AroundPages * PageMath.Size;
        ulong first = Math.Max(addr & ~(Window - 1), vma.Start);
        ulong last = Math.Min(first + Window, vma.End);
        for (ulong at = first; at < last; at += PageMath.Size)
        {
            if (at == PageMath.Down(addr) || !mapping.TryGetCached(vma.PgOff + PageMath.Pages(at - vma.Start), out Pfn pfn))
                continue;
            InstallFilePage(mm, vma, at, table, pfn, AccessKind.Read);
            mm.System.Frames.Put(pfn);
        }
    }
}
