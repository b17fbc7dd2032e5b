namespace Mm;

/// <summary>What a mapping permits and how it behaves (<c>vm_flags</c>). The low bits have the kernel's positions.</summary>
[Flags]
public enum VmFlags : ulong
{
    /// <summary>Nothing: a PROT_NONE mapping that may never be made accessible.</summary>
    None = 0,

    /// <summary>The pages may be read now.</summary>
    Read = 1UL << 0,

    /// <summary>The pages may be written now.</summary>
    Write = 1UL << 1,

    /// <summary>The pages may be executed now.</summary>
    Exec = 1UL << 2,

    /// <summary>Writes reach the other mappings of the object.</summary>
    Shared = 1UL << 3,

    /// <summary>mprotect may set <see cref="Read"/>.</summary>
    MayRead = 1UL << 4,

    /// <summary>mprotect may set <see cref="Write"/>.</summary>
    MayWrite = 1UL << 5,

    /// <summary>mprotect may set <see cref="Exec"/>.</summary>
    MayExec = 1UL << 6,

    /// <summary>The mapping was asked for as shared, even if <see cref="Shared"/> was taken away (a file opened read-only).</summary>
    MayShare = 1UL << 7,

    /// <summary>A stack: a fault below it extends it downwards.</summary>
    GrowsDown = 1UL << 8,

    /// <summary>userfaultfd is told of missing pages.</summary>
    UffdMissing = 1UL << 9,

    /// <summary>Pages are bare frame numbers without reverse mapping.</summary>
    PfnMap = 1UL << 10,

    /// <summary>Guard markers may have been installed; never an obstacle to a merge, and kept by it.</summary>
    MaybeGuard = 1UL << 11,

    /// <summary>Pages stay resident (mlock).</summary>
    Locked = 1UL << 13,

    /// <summary>Memory of a device.</summary>
    Io = 1UL << 14,

    /// <summary>Will be read in sequence (madvise).</summary>
    SequentialRead = 1UL << 15,

    /// <summary>Will be read at random (madvise).</summary>
    RandomRead = 1UL << 16,

    /// <summary>A child made by fork does not get the mapping.</summary>
    DontCopy = 1UL << 17,

    /// <summary>mremap may not grow it.</summary>
    DontExpand = 1UL << 18,

    /// <summary>Locked pages are not brought in before they are touched.</summary>
    LockOnFault = 1UL << 19,

    /// <summary>The mapping is charged to the commit accounting.</summary>
    Account = 1UL << 20,

    /// <summary>The mapping asked not to be charged.</summary>
    NoReserve = 1UL << 21,

    /// <summary>A mapping of hugetlbfs.</summary>
    HugeTlb = 1UL << 22,

    /// <summary>A synchronous DAX mapping.</summary>
    Sync = 1UL << 23,

    /// <summary>A child made by fork sees it empty.</summary>
    WipeOnFork = 1UL << 25,

    /// <summary>Left out of core dumps.</summary>
    DontDump = 1UL << 26,

    /// <summary>Written since the soft-dirty bits were cleared; never an obstacle to a merge, and kept by it.</summary>
    SoftDirty = 1UL << 27,

    /// <summary>Holds pages with and without metadata.</summary>
    MixedMap = 1UL << 28,

    /// <summary>Huge pages are wanted (madvise).</summary>
    HugePage = 1UL << 29,

    /// <summary>Huge pages are not wanted (madvise).</summary>
    NoHugePage = 1UL << 30,

    /// <summary>Identical pages may be merged (madvise).</summary>
    Mergeable = 1UL << 31,

    /// <summary>May be dropped under memory pressure instead of being swapped.</summary>
    Droppable = 1UL << 40,

    /// <summary>The layout may not be changed any more (mseal).</summary>
    Sealed = 1UL << 41,

    /// <summary>The engine's mark for a mapping that holds uprobes: unmapping it writes back to the VMA.</summary>
    Uprobe = 1UL << 42,

    /// <summary>VM_PAT: device memory that is entered in the table of memory types.</summary>
    PfnTracked = 1UL << 43,

    /// <summary>Yang Shi's VM_DEAD (RFC v2 to v4): the pages are being zapped; a fault gets SIGSEGV.</summary>
    Dead = 1UL << 48,

    /// <summary>Matthew Wilcox's deleted mark: the pages are being zapped; a fault gets SIGBUS, who would change it waits.</summary>
    Deleted = 1UL << 49,

    /// <summary>Read, write and execute.</summary>
    AccessMask = Read | Write | Exec,

    /// <summary>What mprotect may turn on.</summary>
    MayMask = MayRead | MayWrite | MayExec,

    /// <summary>Mappings that never merge (VM_SPECIAL).</summary>
    Special = Io | DontExpand | PfnMap | MixedMap,

    /// <summary>Flags that two neighbours may differ in and still merge; the result has them if either had.</summary>
    IgnoreMerge = SoftDirty | MaybeGuard | Uprobe,

    /// <summary>What mlock sets.</summary>
    LockedMask = Locked | LockOnFault,

    /// <summary>Mappings whose unmapping writes to the VMA, and so may not be unmapped under a shared lock by the designs before 4.20.</summary>
    NeedsExclusiveUnmap = HugeTlb | PfnMap | Uprobe,
}
