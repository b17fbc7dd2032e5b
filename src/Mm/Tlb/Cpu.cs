using System.Runtime.CompilerServices;
using Mm.Frames;
using Mm.Locks;

namespace Mm.Tlb;

/// <summary>A simulated CPU: its translation cache, and the lock under which it is used and shot down.</summary>
/// <remarks>An access to memory holds the lock from the look-up of the translation until the bytes are copied, as a real CPU finishes an instruction before
/// it answers
/// another's request to flush. So whoever has flushed knows that no access through an old translation is under way.</remarks>
public sealed class Cpu
{
    internal const int PageShift = 12;

    private const int Sets = 64;
    private const int Ways = 4;

    /// <summary>Guards the TLB. Taken inside the lock of a page table, never the other way round.</summary>
    public readonly PageTableLock TlbLock = new(LockClass.Of("Cpu.TlbLock"));

    [GuardedBy("TlbLock")]
    private readonly Entry[] _entries = new Entry[Sets * Ways];

    [GuardedBy("TlbLock")]
    private int _victim;

    internal Cpu(int index) => Index = index;

    /// <summary>The CPU's number in its set.</summary>
    public int Index { get; }

    /// <summary>Translations to freed frames that were found; anything but 0 is an error of whoever freed the frame.</summary>
    [GuardedBy("TlbLock", LockFreeReads = true)]
    public volatile int StaleHits;

    /// <summary>Looks a translation up.</summary>
    /// <param name="context">The address space.</param>
    /// <param name="addr">The address.</param>
    /// <param name="rights">What the access needs.</param>
    /// <param name="frames">The machine's frames.</param>
    /// <param name="pfn">The frame of 4 KB with the address, if there is a translation.</param>
    [RequiresWrite("TlbLock")]
    public TlbResult Lookup(TlbContext context, ulong addr, TlbRights rights, FrameTable frames, out Pfn pfn)
    {
        var way = Find(context, Tag(addr >> PageShift, huge: false));
        var inside = 0;
        if (way < 0)
        {
            way = Find(context, Tag(addr >> context.HugeShift, huge: true));
            inside = (int)((addr >> PageShift) & ((1UL << (context.HugeShift - PageShift)) - 1));
        }

        if (way < 0 || (rights & ~_entries[way].Rights) != 0)
        {
            pfn = Pfn.None;
            return TlbResult.Miss;
        }

        ref var entry = ref _entries[way];
        pfn = entry.Frame.Plus(inside);
        if (entry.FrameGeneration == frames.Generation(entry.Frame))
        {
            return TlbResult.Hit;
        }

        StaleHits++;
        return TlbResult.Stale;
    }

    /// <summary>Keeps a translation. The caller holds the lock of the table that it was read from, too: that orders it before a flush that must void
    /// it.</summary>
    /// <param name="context">The address space.</param>
    /// <param name="addr">The address.</param>
    /// <param name="huge">Whether it is of a huge page.</param>
    /// <param name="frame">The frame, of a huge page the first.</param>
    /// <param name="rights">What it permits.</param>
    /// <param name="frames">The machine's frames.</param>
    [RequiresWrite("TlbLock")]
    public void Fill(TlbContext context, ulong addr, bool huge, Pfn frame, TlbRights rights, FrameTable frames)
    {
        context.Enter(Index);
        var tag = Tag(addr >> (huge ? context.HugeShift : PageShift), huge);
        var way = Find(context, tag);
        if (way < 0)
        {
            way = (SetOf(tag) * Ways) + (_victim++ & (Ways - 1));
        }

        ref var entry = ref _entries[way];
        entry.Tag = tag;
        entry.Context = context;
        entry.Frame = frame;
        entry.FrameGeneration = frames.Generation(frame);
        entry.Rights = rights;
    }

    /// <summary>Voids translations: see <see cref="TlbContext.Flush"/>.</summary>
    internal void Shoot(TlbContext context, ulong start, ulong end, bool all)
    {
        TlbLock.Lock();
        if (all)
        {
            foreach (ref var entry in _entries.AsSpan())
            {
                if (ReferenceEquals(entry.Context, context))
                {
                    entry = default;
                }
            }

            context.Leave(Index);
        }
        else
        {
            for (var addr = start; addr < end; addr += 1UL << PageShift)
            {
                Void(context, Tag(addr >> PageShift, huge: false));
                Void(context, Tag(addr >> context.HugeShift, huge: true));
            }
        }

        TlbLock.Unlock();
    }

    /// <summary>Translations that the CPU would use, for checks of the whole machine.</summary>
    /// <param name="context">Of which address space.</param>
    /// <param name="visit">Gets address, frame and whether it is of a huge page.</param>
    internal void TestHookVisit(TlbContext context, Action<ulong, Pfn, bool> visit)
    {
        var found = new List<(ulong Addr, Pfn Frame, bool Huge)>();
        TlbLock.Lock();
        foreach (ref var entry in _entries.AsSpan())
        {
            if (ReferenceEquals(entry.Context, context))
            {
                var huge = (entry.Tag & HugeTag) != 0;
                found.Add((entry.Tag >> 2 << (huge ? context.HugeShift : PageShift), entry.Frame, huge));
            }
        }

        TlbLock.Unlock();
        foreach (var (addr, frame, huge) in found)
        {
            visit(addr, frame, huge);
        }
    }

    private const ulong HugeTag = 2;

    private static ulong Tag(ulong page, bool huge) => (page << 2) | (huge ? HugeTag : 0) | 1;

    /// <summary>Neighbouring pages, and huge and small ones, go to different sets.</summary>
    private static int SetOf(ulong tag) => (int)((tag >> 2) ^ (tag >> 8) ^ (tag & HugeTag)) & (Sets - 1);

    [RequiresWrite("TlbLock")]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Find(TlbContext context, ulong tag)
    {
        var first = SetOf(tag) * Ways;
        for (var way = first; way < first + Ways; way++)
        {
            if (_entries[way].Tag == tag && ReferenceEquals(_entries[way].Context, context))
            {
                return way;
            }
        }

        return -1;
    }

    [RequiresWrite("TlbLock")]
    private void Void(TlbContext context, ulong tag)
    {
        var way = Find(context, tag);
        if (way >= 0)
        {
            _entries[way] = default;
        }
    }

    private struct Entry
    {
        /// <summary>Page number, whether it is huge, and a one; 0 if the entry is free.</summary>
        internal ulong Tag;
        internal TlbContext? Context;
        internal Pfn Frame;
        internal uint FrameGeneration;
        internal TlbRights Rights;
    }
}
