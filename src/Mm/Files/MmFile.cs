using Mm.Locks;

namespace Mm.Files;

/// <summary>How a file was opened.</summary>
[Flags]
public enum FileAccessModes
{
    /// <summary>Neither for reading nor for writing (O_PATH).</summary>
    None = 0,

    /// <summary>For reading.</summary>
    Read = 1,

    /// <summary>For writing.</summary>
    Write = 2,

    /// <summary>For both.</summary>
    ReadWrite = Read | Write,
}

/// <summary>An open file (<c>struct file</c>). Two mappings can merge only if they have the same one: a duplicated descriptor is, a second open is
/// not.</summary>
public sealed class MmFile
{
    /// <summary>Opens an object.</summary>
    /// <param name="mapping">The object's pages.</param>
    /// <param name="access">How it is opened.</param>
    /// <param name="path">What maps shows.</param>
    public MmFile(AddressSpace mapping, FileAccessModes access = FileAccessModes.ReadWrite, string? path = null)
    {
        Mapping = mapping;
        Access = access;
        Path = path ?? mapping.Name;
    }

    /// <summary>The object's pages, shared by all who have it open.</summary>
    public AddressSpace Mapping { get; }

    /// <summary>The lock of the object's reverse map (<c>i_mmap_rwsem</c>).</summary>
    public RwSemaphore IMmapLock
    {
        [ReturnsLock("Mapping.IMmapLock")]
        get => Mapping.IMmapLock;
    }

    /// <summary>How it was opened.</summary>
    public FileAccessModes Access { get; }

    /// <summary>What maps shows.</summary>
    public string Path { get; }

    /// <summary>Whether the object hears of the end of a mapping (<c>vm_ops->close</c>): such a mapping may grow in a merge, and not vanish.</summary>
    public bool HasCloseHook { get; init; }

    /// <summary>Whether it is of hugetlbfs: its private mappings have huge pages of the pool alone.</summary>
    public bool IsHugeTlb { get; internal init; }

    /// <summary>The device whose memory it maps by frame number; null for pages of an object.</summary>
    public DeviceMemory? Device { get; internal init; }

    /// <summary>Whether the mount forbids execution.</summary>
    public bool NoExecMount { get; init; }

    /// <summary>Whether the object can be mapped at all; a directory cannot.</summary>
    public bool CanMap { get; init; } = true;

    /// <summary>Whether long mappings are placed so that huge pages could back them, as ext4 and XFS ask for.</summary>
    public bool PlacesForHugePages { get; init; }
}
