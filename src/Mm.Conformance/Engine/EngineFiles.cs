using Mm.Files;

namespace Mm.Conformance.Engine;

/// <summary>The engine's counterparts of <see cref="SubjectFiles"/>.</summary>
internal sealed class EngineFiles
{
    private readonly MmFile[] _files = new MmFile[SubjectFiles.Count];

    public EngineFiles(MmSystem system)
    {
        for (int number = 0; number < 2; number++)
        {
            AddressSpace space = new(system, SubjectFiles.InitialPages * AddressPlan.PageSize, $"/memfd:f{number} (deleted)", isShmem: true);
            _files[number] = new MmFile(space);
            for (int page = 0; page < SubjectFiles.InitialPages; page++)
                space.Write((ulong)page * AddressPlan.PageSize, [SubjectFiles.FirstByte(number, page)]);
        }
        _files[2] = new MmFile(_files[0].Mapping, FileAccessModes.Read);
    }

    /// <summary>The open file of a number; null if there is none.</summary>
    public MmFile? Find(ulong number) => number < (ulong)_files.Length ? _files[number] : null;
}
