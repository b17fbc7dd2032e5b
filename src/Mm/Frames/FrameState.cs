using System.Runtime.InteropServices;

namespace Mm.Frames;

/// <summary>The metadata of a frame: 24 bytes, so that those of 320 GB take 2 GB.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FrameState
{
    /// <summary>Entries, caches and remote accesses that keep the frame from being freed. 0 if it is free.</summary>
    internal int RefCount;

    /// <summary>Entries that map it.</summary>
    internal int MapCount;

    /// <summary>The anonymous mapping or file, by number; reverse mapping starts here.</summary>
    internal int Mapping;

    /// <summary>Goes up each time the frame is freed: a translation that remembers an older one is stale.</summary>
    internal uint Generation;

    /// <summary><see cref="FrameFlags"/> in the low 8 bits, above them the page's index in its mapping; of a free frame the next one of its list.</summary>
    internal ulong IndexAndFlags;

    private const int IndexShift = 8;
    private const ulong FlagsMask = (1UL << IndexShift) - 1;

    /// <summary>Joins an index and flags.</summary>
    internal static ulong Pack(ulong index, FrameFlags flags) => (index << IndexShift) | (ulong)flags;

    internal readonly FrameFlags Flags => (FrameFlags)(IndexAndFlags & FlagsMask);

    internal readonly ulong Index => IndexAndFlags >> IndexShift;
}
