namespace Mm.Userfault;

/// <summary>The flags of the system call userfaultfd.</summary>
[Flags]
public enum UserfaultfdFlags
{
    /// <summary>Reads wait.</summary>
    None = 0,

    /// <summary>UFFD_USER_MODE_ONLY: faults of the kernel (populating) are SIGBUS instead of messages.</summary>
    UserModeOnly = 1,

    /// <summary>O_NONBLOCK: a read without a message is -EAGAIN.</summary>
    NonBlock = 0x800,

    /// <summary>O_CLOEXEC.</summary>
    CloseOnExec = 0x80000,
}

/// <summary>UFFD_FEATURE_*: what UFFDIO_API asks for. The bits are the kernel's; those that are not named here are refused.</summary>
[Flags]
public enum UserfaultFeatures : ulong
{
    /// <summary>Page faults alone.</summary>
    None = 0,

    /// <summary>A message when the process forks, with the child's descriptor; needs CAP_SYS_PTRACE.</summary>
    EventFork = 1 << 1,

    /// <summary>A message when a registered range moves.</summary>
    EventRemap = 1 << 2,

    /// <summary>A message before pages of a registered range are dropped (MADV_DONTNEED, MADV_FREE, MADV_REMOVE).</summary>
    EventRemove = 1 << 3,

    /// <summary>Shared memory can be registered.</summary>
    MissingShmem = 1 << 5,

    /// <summary>A message when a registered range has been unmapped.</summary>
    EventUnmap = 1 << 6,

    /// <summary>A fault is SIGBUS, without a message.</summary>
    Sigbus = 1 << 7,

    /// <summary>Messages name the thread that waits.</summary>
    ThreadId = 1 << 8,

    /// <summary>Messages have the address of the access, not of its page.</summary>
    ExactAddress = 1 << 11,

    /// <summary>All that there are.</summary>
    All = EventFork | EventRemap | EventRemove | MissingShmem | EventUnmap | Sigbus | ThreadId | ExactAddress,
}

/// <summary>UFFDIO_REGISTER_MODE_*. The engine knows missing pages only and refuses the others, as a kernel built without them does.</summary>
[Flags]
public enum UserfaultModes : ulong
{
    /// <summary>Nothing; refused.</summary>
    None = 0,

    /// <summary>Pages that are not there.</summary>
    Missing = 1,
}

/// <summary>The modes of UFFDIO_COPY and UFFDIO_ZEROPAGE.</summary>
[Flags]
public enum UserfaultFillModes : ulong
{
    /// <summary>Who waits for the pages is woken.</summary>
    None = 0,

    /// <summary>Nobody is woken; UFFDIO_WAKE follows.</summary>
    DontWake = 1,
}

/// <summary>The calls that a descriptor or a registered range answers, as the bits that UFFDIO_API and UFFDIO_REGISTER give back.</summary>
[Flags]
public enum UserfaultCalls : ulong
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>UFFDIO_REGISTER.</summary>
    Register = 1UL << 0,

    /// <summary>UFFDIO_UNREGISTER.</summary>
    Unregister = 1UL << 1,

    /// <summary>UFFDIO_WAKE.</summary>
    Wake = 1UL << 2,

    /// <summary>UFFDIO_COPY.</summary>
    Copy = 1UL << 3,

    /// <summary>UFFDIO_ZEROPAGE.</summary>
    ZeroPage = 1UL << 4,

    /// <summary>UFFDIO_API.</summary>
    Api = 1UL << 63,
}

/// <summary>UFFD_EVENT_*: what a message is about.</summary>
public enum UserfaultEvent
{
    /// <summary>A thread waits for a page.</summary>
    PageFault = 0x12,

    /// <summary>The process forked.</summary>
    Fork = 0x13,

    /// <summary>A range moved.</summary>
    Remap = 0x14,

    /// <summary>The pages of a range are about to be dropped.</summary>
    Remove = 0x15,

    /// <summary>A range was unmapped.</summary>
    Unmap = 0x16,
}

/// <summary>What a read gives (<c>struct uffd_msg</c>).</summary>
/// <param name="Event">What it is about.</param>
/// <param name="Address">Where: of the fault; the first address of the range, for a move the old one.</param>
/// <param name="End">First address past the range that goes, or the new address of one that moved; else 0.</param>
/// <param name="Length">Bytes that moved; else 0.</param>
/// <param name="Access">What the thread that waits tried.</param>
/// <param name="ThreadId">The thread that waits, with <see cref="UserfaultFeatures.ThreadId"/>; else 0.</param>
/// <param name="Child">The descriptor of the child's address space, for a fork.</param>
public readonly record struct UserfaultMessage(
    UserfaultEvent Event, ulong Address, ulong End = 0, ulong Length = 0, AccessKind Access = AccessKind.Read, int ThreadId = 0, Userfaultfd? Child = null);
