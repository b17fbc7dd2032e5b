using Mm.Faults;
using Mm.Files;
using Mm.Frames;
using Mm.Locks;
using Mm.PageTables;
using Mm.ReverseMap;
using Mm.Tlb;

namespace Mm;

// What operations do to the pages of a range. Each table is locked for as long as it takes to change it.
public sealed partial class MmStruct
{
    /// <summary>A gather of this address space's frames and tables; finish it before the lock that keeps the range is let go of.</summary>
    public MmuGather StartGather() => new(Tables);

    /// <summary>Drops the pages of a part of a mapping; guard marks stay.</summary>
    [RequiresReadAny("MmapLock", "vma.VmLock")]
    internal void ZapPages([OwnedBy("this")] Vma vma, ulong start, ulong end)
    {
        MmuGather gather = StartGather();
        Tables.Zap(start, end, ref gather, ZapFlags.KeepMarks);
        gather.Finish();
    }

    /// <summary>Drops pages for somebody who found the mapping through an object's reverse map, whose lock keeps it.</summary>
    /// <param name="start">First address.</param>
    /// <param name="end">First address past the range.</param>
    /// <param name="privateCopies">Whether private copies go too, the object's pages being gone for good.</param>
    internal void ZapThroughRmap(ulong start, ulong end, bool privateCopies)
    {
        MmuGather gather = StartGather();
        if (privateCopies)
            Tables.Zap(start, end, ref gather, ZapFlags.KeepMarks);
        else
            PageWalks.ZapFilePages(Tables, start, end, ref gather);
        gather.Finish();
    }

    /// <summary>Brings the page tables in line with new flags of a mapping (<c>change_protection</c>).</summary>
    [RequiresWrite("MmapLock")]
    internal void ChangeProtection([OwnedBy("this")] Vma vma, ulong start, ulong end)
    {
        VmFlags flags = vma.Flags;
        bool shared = (flags & VmFlags.Shared) != 0;
        MmuGather gather = StartGather();
        bool exclusiveWritable = !shared && (flags & VmFlags.Write) != 0;
        Tables.Protect(start, end, FaultHandler.ProtectionFor(flags, writable: shared), exclusiveWritable, ref gather);
        gather.Finish();
    }

    /// <summary>Moves the pages of a range of a mapping to another one. False if there was no memory for a table, and nothing has moved.</summary>
    /// <remarks>Under the locks of both reverse maps (<c>take_rmap_locks</c>): who looks for the mappings of a page that goes (truncation) could visit the new
    /// range before the page has come and the old one after it has left. The kernel takes them where whole tables move, and where the order of the two mappings in
    /// the reverse map does not help; here always.</remarks>
    [RequiresWrite("MmapLock")]
    internal bool MovePages([OwnedBy("this")] Vma vma, ulong from, ulong to, ulong length)
    {
        MmFile? file = vma.MappedFile;
        if (file == null)
            return MovePagesInFile(vma, from, to, length);
        using (file.IMmapLock.Write())
            return MovePagesInFile(vma, from, to, length);
    }

    [RequiresWrite("MmapLock", "vma.MappedFile.IMmapLock")]
    private bool MovePagesInFile([OwnedBy("this")] Vma vma, ulong from, ulong to, ulong length)
    {
        AnonVma? anon = vma.AnonVma;
        if (anon == null)
            return MovePagesInReverseMaps(vma, from, to, length);
        using (anon.Lock.Write())
            return MovePagesInReverseMaps(vma, from, to, length);
    }

    [RequiresWrite("MmapLock", "vma.MappedFile.IMmapLock", "vma.AnonVma.Lock")]
    private bool MovePagesInReverseMaps([OwnedBy("this")] Vma vma, ulong from, ulong to, ulong length)
    {
        ulong moved = Tables.Move(from, to, length);
        if (moved == length)
            return true;
        Tables.Move(to, from, moved);
        return false;
    }

    /// <summary>Whether a page of a mapping is there: the zero page is, a guard mark is not.</summary>
    [RequiresRead("MmapLock")]
    internal bool IsPresent([OwnedBy("this")] Vma vma, ulong addr) => PageWalks.Get(Tables, addr).IsMapped;

    /// <summary>Lets the pages of a range be dropped when memory is short (MADV_FREE): those that this mapping has for itself.</summary>
    [RequiresReadAny("MmapLock", "vma.VmLock")]
    internal void MarkLazyFree([OwnedBy("this")] Vma vma, ulong start, ulong end)
    {
        MmuGather gather = StartGather();
        PageWalks.MarkLazyFree(Tables, System.Frames, start, end, ref gather);
        gather.Finish();
    }

    /// <summary>Drops the pages of a range and marks each as a guard. False if there was no memory for a table.</summary>
    [RequiresReadAny("MmapLock", "vma.VmLock")]
    internal bool InstallGuards([OwnedBy("this")] Vma vma, ulong start, ulong end)
    {
        ZapPages(vma, start, end);
        return PageWalks.InstallGuards(this, start, end);
    }

    /// <summary>Takes the guard marks of a range away.</summary>
    [RequiresReadAny("MmapLock", "vma.VmLock")]
    internal void RemoveGuards([OwnedBy("this")] Vma vma, ulong start, ulong end) => PageWalks.RemoveGuards(Tables, start, end);

    /// <summary>Erases, zaps, frees the tables of, and forgets a gathered range, all under the lock for write.</summary>
    [RequiresWrite("MmapLock")]
    public void TakeDown([ValidUnder("MmapLock"), OwnedBy("this"), Consumes] DetachedRange range)
    {
        ReleaseSpecialKinds(range);
        EraseDetached(range);
        MmuGather gather = StartGather();
        ZapDetached(range, ref gather);
        FreeDetachedTables(range, ref gather);
        gather.Finish();
        RemoveDetached(range);
    }
}
