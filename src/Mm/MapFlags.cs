namespace Mm;

/// <summary>Flags of mmap, with the values of x86-64.</summary>
[Flags]
public enum MapFlags : ulong
{
    /// <summary>No flag; not a valid type.</summary>
    None = 0,

    /// <summary>MAP_SHARED.</summary>
    Shared = 0x01,

    /// <summary>MAP_PRIVATE.</summary>
    Private = 0x02,

    /// <summary>MAP_SHARED_VALIDATE: shared, and unknown flags are refused.</summary>
    SharedValidate = 0x03,

    /// <summary>MAP_DROPPABLE: private memory that pressure may drop.</summary>
    Droppable = 0x08,

    /// <summary>The bits that say the type.</summary>
    TypeMask = 0x0f,

    /// <summary>MAP_FIXED: at that address, unmapping what is there.</summary>
    Fixed = 0x10,

    /// <summary>MAP_ANONYMOUS.</summary>
    Anonymous = 0x20,

    /// <summary>MAP_32BIT: below 2 GB.</summary>
    Low32Bit = 0x40,

    /// <summary>MAP_GROWSDOWN.</summary>
    GrowsDown = 0x0100,

    /// <summary>MAP_DENYWRITE, ignored.</summary>
    DenyWrite = 0x0800,

    /// <summary>MAP_EXECUTABLE, ignored.</summary>
    Executable = 0x1000,

    /// <summary>MAP_LOCKED.</summary>
    Locked = 0x2000,

    /// <summary>MAP_NORESERVE.</summary>
    NoReserve = 0x4000,

    /// <summary>MAP_POPULATE: bring the pages in now.</summary>
    Populate = 0x8000,

    /// <summary>MAP_NONBLOCK: with <see cref="Populate"/>, do not.</summary>
    NonBlock = 0x10000,

    /// <summary>MAP_STACK: no huge pages.</summary>
    Stack = 0x20000,

    /// <summary>MAP_HUGETLB.</summary>
    HugeTlb = 0x40000,

    /// <summary>MAP_SYNC: only for DAX files.</summary>
    Sync = 0x80000,

    /// <summary>MAP_FIXED_NOREPLACE: at that address, or EEXIST.</summary>
    FixedNoReplace = 0x100000,

    /// <summary>MAP_UNINITIALIZED, ignored with an MMU.</summary>
    Uninitialized = 0x4000000,
}

/// <summary>Flags of mremap.</summary>
[Flags]
public enum MremapFlags : ulong
{
    /// <summary>In place or not at all.</summary>
    None = 0,

    /// <summary>MREMAP_MAYMOVE.</summary>
    MayMove = 1,

    /// <summary>MREMAP_FIXED: to the given address, unmapping what is there.</summary>
    Fixed = 2,

    /// <summary>MREMAP_DONTUNMAP: the old range stays mapped and is empty.</summary>
    DontUnmap = 4,
}

/// <summary>Flags of mlock2.</summary>
[Flags]
public enum MlockFlags : ulong
{
    /// <summary>As mlock.</summary>
    None = 0,

    /// <summary>MLOCK_ONFAULT.</summary>
    OnFault = 1,
}

/// <summary>Flags of mlockall.</summary>
[Flags]
public enum MlockallFlags : ulong
{
    /// <summary>Invalid.</summary>
    None = 0,

    /// <summary>MCL_CURRENT.</summary>
    Current = 1,

    /// <summary>MCL_FUTURE.</summary>
    Future = 2,

    /// <summary>MCL_ONFAULT.</summary>
    OnFault = 4,
}

/// <summary>Flags of msync.</summary>
[Flags]
public enum MsyncFlags : ulong
{
    /// <summary>Neither synchronous nor asynchronous.</summary>
    None = 0,

    /// <summary>MS_ASYNC.</summary>
    Async = 1,

    /// <summary>MS_INVALIDATE.</summary>
    Invalidate = 2,

    /// <summary>MS_SYNC.</summary>
    Sync = 4,
}
