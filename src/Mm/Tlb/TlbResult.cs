namespace Mm.Tlb;

/// <summary>What a CPU's TLB says of an access.</summary>
public enum TlbResult
{
    /// <summary>It has no translation that permits the access: the page tables decide.</summary>
    Miss,

    /// <summary>It has one.</summary>
    Hit,

    /// <summary>It has one to a frame that was freed since: a flush was forgotten, and a real machine would have read or overwritten somebody else's
    /// memory.</summary>
    Stale,
}

/// <summary>What an access needs of a translation.</summary>
[Flags]
public enum TlbRights
{
    /// <summary>A load.</summary>
    Read = 0,

    /// <summary>A store; the entry in the page table is marked dirty.</summary>
    Write = 1,

    /// <summary>An instruction fetch.</summary>
    Execute = 2,
}
