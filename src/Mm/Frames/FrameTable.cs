using System.Diagnostics;
using System.Runtime.CompilerServices;
using Mm.Locks;
using Mm.PageTables;
using Mm.Tlb;

namespace Mm.Frames;

/// <summary>The page frames of the machine: reference counts, map counts and reverse mapping of all, contents only of those that hold bytes other than
/// zero.</summary>
/// <remarks>
/// <para>Thread-safe. A frame's map count, flags and mapping change under the lock of the page table whose entry maps it; where several tables map it,
/// atomically.
/// A frame with <see cref="FrameFlags.Exclusive"/> is mapped by one entry, so the holder of that table's lock changes them without.</para>
/// <para>Metadata grows in chunks as frames are used for the first time. Free frames are kept in lists by simulated CPU, in batches, linked through their own
/// metadata.</para>
/// </remarks>
public sealed partial class FrameTable : IDisposable
{
    /// <summary>Frames of a huge page.</summary>
    public const int HugeFrames = 512;

    /// <summary>Bytes of a frame.</summary>
    public const int FrameSize = 4096;

    private const int ChunkShift = 18;
    private const int ChunkFrames = 1 << ChunkShift;
    private const int ChunkMask = ChunkFrames - 1;

    private readonly NativeBudget _budget;
    private readonly RawTable<FrameState>[] _chunks;
    private readonly uint _limit;

    /// <summary>A machine's frames.</summary>
    /// <param name="frames">How many frames can be in use at once, the zero page not counted; at most 2^32 - 1024.</param>
    /// <param name="cpus">The machine's CPUs, each of which has a list of free frames of its own.</param>
    /// <param name="budget">What metadata and contents are charged to; null is a budget without a limit.</param>
    /// <exception cref="InsufficientMemoryException">There is no native memory for the first chunk of metadata.</exception>
    public FrameTable(long frames, CpuSet cpus, NativeBudget? budget = null)
    {
        ArgumentNullException.ThrowIfNull(cpus);
        ArgumentOutOfRangeException.ThrowIfNegative(frames);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(frames, uint.MaxValue - (2 * HugeFrames));
        _cpus = cpus;
        _budget = budget ?? new NativeBudget();
        _limit = FirstFrame + (uint)frames;
        _chunks = new RawTable<FrameState>[(_limit >> ChunkShift) + 1];
        _contents = new ContentChunk?[_chunks.Length];
        _caches = new FrameCache[cpus.Count];
        for (var i = 0; i < _caches.Length; i++)
        {
            _caches[i] = new FrameCache();
        }

        _depot = new FrameDepot(_limit);
        if (!TryEnsureMetadata(0))
        {
            throw new InsufficientMemoryException("There is no native memory for the metadata of frames.");
        }

        // Never freed: its count starts where nothing brings it to zero.
        StateOf(ZeroPfn).RefCount = int.MaxValue / 2;
    }

    /// <summary>The frame that all untouched anonymous memory reads as. Not counted, never freed, never written.</summary>
    public Pfn ZeroPfn => new(ZeroFrame);

    /// <summary>Frames that can be in use at once.</summary>
    public long Capacity => _limit - FirstFrame;

    /// <summary>Memory that metadata and contents are charged to.</summary>
    public NativeBudget Budget => _budget;

    /// <summary>References to a frame.</summary>
    /// <param name="pfn">The frame.</param>
    /// <remarks>Read once, and out of date as soon as it is read, unless the caller holds what keeps it; pairs with the changes by other holders.</remarks>
    public int RefCount(Pfn pfn) => Volatile.Read(ref StateOf(pfn).RefCount);

    /// <summary>Entries that map a frame.</summary>
    /// <param name="pfn">The frame.</param>
    /// <remarks>Read once, and out of date as soon as it is read, unless the caller holds what keeps it; pairs with the changes by other holders.</remarks>
    public int MapCount(Pfn pfn) => Volatile.Read(ref StateOf(pfn).MapCount);

    /// <summary>How often a frame was freed: two translations of one frame with unlike generations are of different uses of it.</summary>
    /// <param name="pfn">The frame.</param>
    /// <remarks>Read once, and out of date as soon as it is read, unless the caller holds what keeps it; pairs with the changes by other holders.</remarks>
    public uint Generation(Pfn pfn) => Volatile.Read(ref StateOf(pfn).Generation);

    /// <summary>The flags of a frame.</summary>
    /// <param name="pfn">The frame.</param>
    public FrameFlags Flags(Pfn pfn) => StateOf(pfn).Flags;

    /// <summary>The number of the anonymous mapping or file that a frame belongs to.</summary>
    /// <param name="pfn">The frame.</param>
    public int Mapping(Pfn pfn) => StateOf(pfn).Mapping;

    /// <summary>A frame's index in its mapping, in pages.</summary>
    /// <param name="pfn">The frame.</param>
    public ulong Index(Pfn pfn) => StateOf(pfn).Index;

    /// <summary>Whether one entry alone maps the frame and may write to it without a copy.</summary>
    /// <param name="pfn">The frame.</param>
    public bool IsExclusive(Pfn pfn) => (StateOf(pfn).Flags & FrameFlags.Exclusive) != 0;

    /// <summary>Gives all native memory back. No frame may be in use any more.</summary>
    public void Dispose()
    {
        DropContents();
        foreach (ref var chunk in _chunks.AsSpan())
        {
            chunk.Free(_budget);
            chunk = default;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref FrameState StateOf(Pfn pfn)
    {
        Debug.Assert(pfn.IsFrame, "no frame");
        return ref _chunks[pfn.Number >> ChunkShift][(int)pfn.Number & ChunkMask];
    }

    /// <summary>Has the metadata of a frame brought into the processor's cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Prefetch(uint pfn)
    {
        if ((pfn >> ChunkShift) < (uint)_chunks.Length)
        {
            _chunks[pfn >> ChunkShift].Prefetch((int)pfn & ChunkMask);
        }
    }

    private bool TryEnsureMetadata(uint pfn)
    {
        ref var chunk = ref _chunks[pfn >> ChunkShift];
        return !chunk.IsNull || RawTable<FrameState>.TryAllocate((int)Math.Min(ChunkFrames, RoundUp(_limit) - (pfn & ~(uint)ChunkMask)), _budget, out chunk);
    }

    private static uint RoundUp(uint frames) => (frames + HugeFrames - 1) & ~(uint)(HugeFrames - 1);
}
