using Mm;
using Mm.Files;

namespace MunmapLab.Replay;

/// <summary>The files that a recording maps. Their contents and lengths were not recorded; nothing in a replay reads them.</summary>
internal sealed class ReplayFiles(MmSystem system)
{
    private const ulong Length = 1UL << 40;

    private readonly Dictionary<string, MmFile> _files = new(StringComparer.Ordinal);

    /// <summary>The file of that name.</summary>
    public MmFile Open(string path)
    {
        if (!_files.TryGetValue(path, out MmFile? file))
        {
            file = new MmFile(new AddressSpace(system, Length, path)) { PlacesForHugePages = true };
            _files.Add(path, file);
        }

        return file;
    }
}
