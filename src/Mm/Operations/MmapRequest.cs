using Mm.Files;

namespace Mm.Operations;

/// <summary>The arguments of mmap, and what becomes of them while they are checked.</summary>
internal struct MmapRequest
{
    internal ulong Addr;
    internal ulong Length;
    internal Prot Prot;
    internal MapFlags Flags;
    internal MmFile? File;
    internal ulong PgOff;
    internal VmFlags VmFlags;

    /// <summary>What the kernel maps by itself, which takes the flags as they are given; null for a call of the program.</summary>
    internal SpecialMapping? Special;

    internal readonly bool IsFixed => (Flags & (MapFlags.Fixed | MapFlags.FixedNoReplace)) != 0;

    internal readonly bool IsAnonymous => File == null;

    internal readonly ulong End => Addr + Length;
}
