using Mm.Conformance.Engine;
using Mm.Conformance.Sequences;

namespace Mm.Conformance.MapCount;

/// <summary>A process of the engine.</summary>
internal sealed class LimitedEngine : ILimited, IDisposable
{
    private const int Lines = 64;

    private readonly MmSystem _system;
    private readonly MmStruct _mm;
    private readonly EngineFiles _files;

    internal LimitedEngine(AddressPlan plan, int limit)
    {
        _system = new MmSystem(new MmSystemOptions { RamPages = 1 << 18, MaxMapCount = limit });
        _files = new EngineFiles(_system);
        _mm = new MmStruct(_system, new MmOptions { MmapBase = plan.MmapBase, StartBrk = plan.HeapStart, CapIpcLock = true, CapSysRawIo = true });
    }

    public long[] Execute(IReadOnlyList<Operation> operations) =>
        [.. operations.Select(o => EngineOperations.Execute(_mm, _files, new Dictionary<ulong, ulong>(), o).Value)];

    public string FirstMaps()
    {
        // Not FormatMaps: sixty thousand lines each time, for the first few.
        StringWriter text = new();
        using (_mm.MmapLock.Read())
        {
            Vma? vma = _mm.FindVma(0);
            for (int line = 0; line < Lines && vma is not null; line++, vma = _mm.NextVma(vma))
                text.Write($"{vma.Start:x}-{vma.End:x} {Permissions(vma.Flags)} 0\n");
        }
        return text.ToString();
    }

    private static string Permissions(VmFlags flags) => string.Create(4, flags, static (text, f) =>
    {
        text[0] = (f & VmFlags.Read) != 0 ? 'r' : '-';
        text[1] = (f & VmFlags.Write) != 0 ? 'w' : '-';
        text[2] = (f & VmFlags.Exec) != 0 ? 'x' : '-';
        text[3] = (f & VmFlags.MayShare) != 0 ? 's' : 'p';
    });

    public void Dispose()
    {
        _mm.Dispose();
        _system.Dispose();
    }
}
