namespace Mm.Locks;

/// <summary>What came of trying to lock a VMA for read.</summary>
public enum VmReadResult
{
    /// <summary>The VMA is locked for read.</summary>
    Locked,

    /// <summary>A writer has it, or may have: take the mmap lock for read instead.</summary>
    Contended,

    /// <summary>The VMA is not in the tree any more (or not yet): walk the tree again.</summary>
    Detached,
}
