namespace Mm.Operations;

/// <summary>The arguments of mremap, rounded, and what is found out on the way.</summary>
internal struct MremapRequest
{
    internal ulong Addr;
    internal ulong OldLength;
    internal ulong NewLength;
    internal MremapFlags Flags;
    internal ulong NewAddr;

    /// <summary>Whether the grown part is to be brought in after the call, the mapping being locked.</summary>
    internal bool PopulateGrown;

    internal readonly ulong OldEnd => Addr + OldLength;

    internal readonly bool Grows => NewLength > OldLength;

    internal readonly bool Shrinks => NewLength < OldLength;

    /// <summary>How far old and new length are apart.</summary>
    internal readonly ulong Delta => Grows ? NewLength - OldLength : OldLength - NewLength;

    /// <summary>Whether the caller says where to: the address with MREMAP_FIXED, a hint with MREMAP_DONTUNMAP.</summary>
    internal readonly bool NamesTarget => (Flags & (MremapFlags.Fixed | MremapFlags.DontUnmap)) != 0;

    /// <summary>Whether a new range will be mapped.</summary>
    internal readonly bool MapsNew => Grows || NamesTarget;

    internal readonly bool KeepsOld => (Flags & MremapFlags.DontUnmap) != 0;
}
