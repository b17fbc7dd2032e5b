using System.Diagnostics;
using Mm;

namespace MunmapLab.Bench;

/// <summary>The engine.</summary>
internal sealed class EngineMemory(MmStruct mm) : IMemory
{
    private static readonly byte[] s_one = [1];

    private readonly byte[] _vec = new byte[1];

    public ulong Map(ulong addr, ulong length, Prot prot, MapFlags flags) => (ulong)Checked(mm.Mmap(addr, length, prot, flags), "mmap");

    public void Unmap(ulong addr, ulong length) => Checked(mm.Munmap(addr, length), "munmap");

    public void Protect(ulong addr, ulong length, Prot prot) => Checked(mm.Mprotect(addr, length, prot), "mprotect");

    public void Remap(ulong addr, ulong length, ulong newLength, MremapFlags flags, ulong newAddr) =>
        Checked(mm.Mremap(addr, length, newLength, flags, newAddr), "mremap");

    public void Advise(ulong addr, ulong length, Advice advice) => Checked(mm.Madvise(addr, length, advice), "madvise");

    public void Find(ulong addr) => Checked(mm.Mincore(addr, PageMath.Size, _vec), "mincore");

    public void Load(ulong addr)
    {
        var outcome = mm.Touch(addr, AccessKind.Read);
        if (!outcome.IsOk)
            throw new InvalidOperationException($"the engine refused a read at 0x{addr:x}: {outcome}");
    }

    public void Store(ulong addr)
    {
        var outcome = mm.Write(addr, s_one);
        if (!outcome.IsOk)
            throw new InvalidOperationException($"the engine refused a write at 0x{addr:x}: {outcome}");
    }

    public void Fork()
    {
        using var child = mm.Fork(out long error);
        Checked(error, "fork");
    }

    public TimeSpan Time(Action run)
    {
        long start = Stopwatch.GetTimestamp();
        run();
        return Stopwatch.GetElapsedTime(start);
    }

    private static long Checked(long result, string call) =>
        result >= 0 ? result : throw new InvalidOperationException($"{call} failed on the engine: {result}");
}
