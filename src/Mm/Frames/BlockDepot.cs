using Mm.Locks;
using Mm.PageTables;

namespace Mm.Frames;

/// <summary>Blocks of 4 KB for the bytes of frames: those that no cache has, and the native memory that they are parts of.</summary>
/// <remarks>Thread-safe. Memory is allocated for several blocks at once, and given back when the machine is.</remarks>
internal sealed class BlockDepot
{
    /// <summary>Blocks allocated at once, as long as memory is not short.</summary>
    private const int SlabBlocks = 16;

    /// <summary>Innermost: held for a few instructions, or for an allocation of native memory.</summary>
    private readonly PageTableLock _lock = new(LockClass.Of("BlockDepot.Lock"));

    [GuardedBy("_lock")]
    private readonly Stack<nint> _free = new();

    [GuardedBy("_lock")]
    private readonly List<RawTable<byte>> _slabs = [];

    internal void Give(ReadOnlySpan<nint> handles)
    {
        _lock.LockNested();
        foreach (var handle in handles)
        {
            _free.Push(handle);
        }

        _lock.Unlock();
    }

    /// <summary>Takes as many blocks as there are at hand, or allocates some.</summary>
    /// <returns>How many; 0 if there is no native memory.</returns>
    internal int Take(Span<nint> handles, NativeBudget budget)
    {
        _lock.LockNested();
        var count = 0;
        if (_free.Count > 0 || TryAllocate(SlabBlocks, budget) || TryAllocate(1, budget))
        {
            while (count < handles.Length && _free.TryPop(out var handle))
            {
                handles[count++] = handle;
            }
        }

        _lock.Unlock();
        return count;
    }

    /// <summary>Gives the native memory back; no block may be in use.</summary>
    internal void FreeAll(NativeBudget budget)
    {
        _lock.Lock();
        foreach (var slab in _slabs)
        {
            slab.Free(budget);
        }

        _slabs.Clear();
        _free.Clear();
        _lock.Unlock();
    }

    [RequiresWrite("_lock")]
    private bool TryAllocate(int blocks, NativeBudget budget)
    {
        if (!RawTable<byte>.TryAllocate(blocks * FrameTable.FrameSize, budget, out var slab))
        {
            return false;
        }

        _slabs.Add(slab);
        for (var i = blocks - 1; i >= 0; i--)
        {
            _free.Push(slab.Handle + (i * FrameTable.FrameSize));
        }

        return true;
    }
}
