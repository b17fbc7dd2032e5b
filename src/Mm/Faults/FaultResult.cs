namespace Mm.Faults;

/// <summary>What came of handling a fault on a mapping that permits the access.</summary>
internal enum FaultResult
{
    /// <summary>The access can be tried again.</summary>
    Done,

    /// <summary>The mapping needs an anon_vma first, which it gets under the mmap lock.</summary>
    NeedsAnonVma,

    /// <summary>The page is missing and a monitor is to fill it in: to wait for it with nothing held.</summary>
    Userfault,

    /// <summary>A guard marker.</summary>
    Guard,

    /// <summary>Beyond the end of the file.</summary>
    BeyondEnd,

    /// <summary>No frame, or no memory for a page table.</summary>
    OutOfMemory,
}
