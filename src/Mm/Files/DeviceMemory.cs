using Mm.Frames;

namespace Mm.Files;

/// <summary>Memory of a device, which drivers map by frame number (<c>remap_pfn_range</c>): the engine's VM_PFNMAP mappings.</summary>
/// <remarks>Its pages are not counted, have no reverse mapping and cannot be had by another process. Mapped ranges are entered in a table of memory types, as
/// x86's PAT code does; leaving it writes to the mapping (VM_PAT), which is why the unmap designs before 4.20 needed the exclusive lock for these.</remarks>
public sealed class DeviceMemory : IDisposable
{
    private readonly MmSystem _system;
    private readonly Pfn[] _frames;
    private readonly AddressSpace _mapping;
    private long _trackedPages;

    /// <summary>Makes a device.</summary>
    /// <param name="system">The machine.</param>
    /// <param name="pages">Its size.</param>
    /// <param name="name">What maps shows.</param>
    /// <exception cref="InsufficientMemoryException">The machine has no such many frames.</exception>
    public DeviceMemory(MmSystem system, int pages, string name = "/dev/device")
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pages);
        _system = system;
        _frames = new Pfn[pages];
        _mapping = new AddressSpace(system, (ulong)pages << PageMath.Shift, name);
        for (int i = 0; i < pages; i++)
        {
            if (!system.Frames.TryAlloc(out _frames[i]))
                throw new InsufficientMemoryException("The machine has no frames for the device.");
        }
    }

    /// <summary>Pages of mappings that are entered in the table of memory types.</summary>
    /// <remarks>Pairs with the additions in <see cref="Track"/>, and orders nothing.</remarks>
    public long TrackedPages => Volatile.Read(ref _trackedPages);

    /// <summary>The device's file, opened once more.</summary>
    /// <param name="access">How.</param>
    public MmFile Open(FileAccessModes access = FileAccessModes.ReadWrite) => new(_mapping, access) { Device = this };

    /// <summary>Gives the frames back. Nothing may be mapped any more.</summary>
    public void Dispose()
    {
        foreach (Pfn pfn in _frames)
            _system.Frames.Put(pfn);
    }

    /// <summary>Whether a range of pages is the device's.</summary>
    internal bool Has(ulong pgOff, ulong pages) => pages <= (ulong)_frames.Length && pgOff <= (ulong)_frames.Length - pages;

    /// <summary>The frame of a page.</summary>
    internal Pfn FrameOf(ulong page) => _frames[page];

    /// <summary>Enters pages in the table of memory types, or with a negative number takes them out.</summary>
    /// <remarks>Mappings of several processes come and go under locks of their own: a plain addition could lose one.</remarks>
    internal void Track(long pages) => Interlocked.Add(ref _trackedPages, pages);
}
