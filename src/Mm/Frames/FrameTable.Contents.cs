using System.Runtime.CompilerServices;
using Mm.Locks;
using Mm.PageTables;

namespace Mm.Frames;

/// <content>The bytes of frames. A frame that was never written with anything but zero has none.</content>
public sealed partial class FrameTable
{
    private readonly ContentChunk?[] _contents;

    /// <summary>The bytes of a frame, zeroed when they are created. Valid as long as the caller keeps the frame from being freed.</summary>
    /// <param name="pfn">The frame; the zero page has no bytes.</param>
    /// <param name="create">Whether to create them if there are none.</param>
    /// <returns>4096 bytes; nothing if there are none (the frame reads as zero), or if there is no native memory to create them.</returns>
    public Span<byte> Content(Pfn pfn, bool create)
    {
        // Pairs with the store in CreateContent: the handles were zeroed before they could be found.
        var chunk = Volatile.Read(ref _contents[pfn.Number >> ChunkShift]);
        if (chunk is not null)
        {
            // Pairs with the exchange in CreateContent: the block was zeroed before it could be found.
            var block = Volatile.Read(ref chunk.Blocks[(int)pfn.Number & ChunkMask]);
            if (block != 0)
            {
                return RawTable<byte>.FromHandle(block, FrameSize).Span;
            }
        }

        return create && pfn.Number != ZeroFrame ? CreateContent(pfn.Number) : default;
    }

    /// <summary>Copies the bytes of a frame to another one, which nobody else reaches yet.</summary>
    /// <param name="from">The source.</param>
    /// <param name="to">The new frame.</param>
    /// <returns>False if there is no native memory; the new frame reads as zero then.</returns>
    public bool TryCopyContent(Pfn from, Pfn to)
    {
        var source = Content(from, create: false);
        if (source.IsEmpty)
        {
            Content(to, create: false).Clear();
            return true;
        }

        var target = Content(to, create: true);
        if (target.IsEmpty)
        {
            return false;
        }

        source.CopyTo(target);
        return true;
    }

    /// <summary>Takes the bytes of a frame that is being freed.</summary>
    /// <returns>The handle of the block, which is the caller's to give back; 0 if the frame had none.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private nint DropContent(uint number)
    {
        var chunk = _contents[number >> ChunkShift];
        if (chunk is null)
        {
            return 0;
        }

        ref var place = ref chunk.Blocks[(int)number & ChunkMask];
        var block = place;
        if (block != 0)
        {
            place = 0;
        }

        return block;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Span<byte> CreateContent(uint number)
    {
        if (!TryEnsureContents(number, out var chunk) || !TryTakeBlock(out var handle, out var next))
        {
            return default;
        }

        var block = RawTable<byte>.FromHandle(handle, FrameSize).Span;
        block.Clear();

        // Its bytes are on their way while the program goes on to its next fault.
        RawTable<byte>.FromHandle(next, next == 0 ? 0 : FrameSize).PrefetchAll();

        // Two threads may write to a shared frame for the first time at once: one block stays. Pairs with the load in Content.
        var before = Interlocked.CompareExchange(ref chunk.Blocks[(int)number & ChunkMask], handle, 0);
        if (before == 0)
        {
            return block;
        }

        GiveBlocks([handle]);
        return RawTable<byte>.FromHandle(before, FrameSize).Span;
    }

    private bool TryEnsureContents(uint number, out ContentChunk chunk)
    {
        // Pairs with the exchange below: the handles were zeroed before they could be found.
        if (Volatile.Read(ref _contents[number >> ChunkShift]) is { } found)
        {
            chunk = found;
            return true;
        }

        if (!RawTable<nint>.TryAllocate(ChunkFrames, _budget, out var blocks))
        {
            chunk = null!;
            return false;
        }

        // Two threads may need the chunk at once: one stays. Pairs with the loads here and in Content.
        var made = new ContentChunk(blocks);
        var before = Interlocked.CompareExchange(ref _contents[number >> ChunkShift], made, null);
        if (before is not null)
        {
            blocks.Free(_budget);
        }

        chunk = before ?? made;
        return true;
    }

    /// <summary>Gives all native memory of contents back, when no frame is in use.</summary>
    private void DropContents()
    {
        foreach (var chunk in _contents)
        {
            chunk?.Blocks.Free(_budget);
        }

        Array.Clear(_contents);
        _blocks.FreeAll(_budget);
    }

    /// <summary>Handles of the bytes of a chunk of frames; 0 where there are none.</summary>
    private sealed class ContentChunk(RawTable<nint> blocks)
    {
        internal readonly RawTable<nint> Blocks = blocks;
    }
}
