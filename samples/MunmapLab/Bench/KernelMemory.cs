using Mm;
using Mm.Conformance.Kernel;

namespace MunmapLab.Bench;

/// <summary>The running kernel, in a process of its own with a single thread: calls are queued, and timed when they are run together.</summary>
internal sealed class KernelMemory : IMemory, IDisposable
{
    private const ulong SysMmap = 9, SysMprotect = 10, SysMunmap = 11, SysMremap = 25, SysMincore = 27, SysMadvise = 28, SysGetppid = 110;

    private readonly KernelWorkload _work = KernelWorkload.Start();

    public ulong Map(ulong addr, ulong length, Prot prot, MapFlags flags)
    {
        _work.Call(SysMmap, addr, length, (ulong)prot, (ulong)flags, ulong.MaxValue, 0);
        return addr;
    }

    public void Unmap(ulong addr, ulong length) => _work.Call(SysMunmap, addr, length);

    public void Protect(ulong addr, ulong length, Prot prot) => _work.Call(SysMprotect, addr, length, (ulong)prot);

    public void Remap(ulong addr, ulong length, ulong newLength, MremapFlags flags, ulong newAddr) =>
        _work.Call(SysMremap, addr, length, newLength, (ulong)flags, newAddr);

    public void Advise(ulong addr, ulong length, Advice advice) => _work.Call(SysMadvise, addr, length, (ulong)advice);

    public void Find(ulong addr) => _work.Call(SysMincore, addr, PageMath.Size, _work.Scratch(1));

    public void Load(ulong addr) => _work.Load(addr);

    public void Store(ulong addr) => _work.Store(addr);

    public void Fork() => _work.Fork();

    /// <summary>The cheapest call there is: what entering and leaving the kernel costs.</summary>
    public void Enter() => _work.Call(SysGetppid);

    public TimeSpan Time(Action run)
    {
        _work.Run();
        run();
        return _work.Run();
    }

    public void Dispose() => _work.Dispose();
}
