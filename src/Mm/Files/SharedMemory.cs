namespace Mm.Files;

/// <summary>Shared memory objects: what a shared anonymous mapping maps.</summary>
internal static class SharedMemory
{
    private static long s_inode = 1024;

    /// <summary>A new object of that many bytes. Mappings of two objects never merge; the parts of one that was split do.</summary>
    internal static MmFile Create(MmSystem system, ulong bytes)
    {
        AddressSpace mapping = new(system, bytes, "/dev/zero (deleted)", isShmem: true)
        {
            DiesUnmapped = true,
            DeviceMinor = 1,
            // A number that no other object has; nothing is ordered by it.
            Inode = (ulong)Interlocked.Increment(ref s_inode),
        };
        return new MmFile(mapping);
    }
}
