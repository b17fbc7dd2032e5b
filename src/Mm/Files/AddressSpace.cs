using Mm.Frames;
using Mm.Locks;
using Mm.ReverseMap;

namespace Mm.Files;

/// <summary>The pages of a mapped object, and the mappings of them (<c>address_space</c>).</summary>
/// <remarks>Lock order, outermost first: <see cref="InvalidateLock"/>, <see cref="IMmapLock"/>, page-table locks, the lock of the pages.</remarks>
public sealed partial class AddressSpace
{
    private readonly MmSystem _system;
    private readonly Func<ulong, byte[]?>? _reader;

    /// <summary>Makes an object.</summary>
    /// <param name="system">The machine that holds its pages.</param>
    /// <param name="size">Its size in bytes.</param>
    /// <param name="name">What maps shows.</param>
    /// <param name="isShmem">Whether it is shared memory (memfd, shared anonymous), which counts as such in the RSS.</param>
    /// <param name="reader">Gives the stored bytes of a page, by page number; null, or a null result, means zeros.</param>
    public AddressSpace(MmSystem system, ulong size, string name, bool isShmem = false, Func<ulong, byte[]?>? reader = null)
    {
        _system = system;
        _reader = reader;
        _size = size;
        Name = name;
        IsShmem = isShmem;
    }

    /// <summary>Taken for write by truncation, for read by faults: no page appears beyond the end while pages are dropped.</summary>
    public RwSemaphore InvalidateLock { get; } = new("invalidate_lock", "AddressSpace.InvalidateLock");

    /// <summary>Guards the mappings (<c>i_mmap_rwsem</c>).</summary>
    [DefaultLock]
    public RwSemaphore IMmapLock { get; } = new("i_mmap_rwsem", "AddressSpace.IMmapLock");

    /// <summary>What maps shows where the open file has no other name.</summary>
    public string Name { get; }

    /// <summary>Whether it is shared memory.</summary>
    public bool IsShmem { get; }

    /// <summary>Whether only mappings refer to the object, so that it ends with the last of them (shared anonymous memory).</summary>
    internal bool DiesUnmapped { get; init; }

    /// <summary>Device number, major.</summary>
    public int DeviceMajor { get; init; }

    /// <summary>Device number, minor.</summary>
    public int DeviceMinor { get; init; }

    /// <summary>Inode number.</summary>
    public ulong Inode { get; init; }

    /// <summary>The mappings of the object, by page.</summary>
    [GuardedBy("IMmapLock")]
    internal readonly RmapTree Mappings = new();
}
