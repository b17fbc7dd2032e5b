using System.Runtime.CompilerServices;
using Mm;

namespace MunmapLab.Bench;

/// <summary>The running kernel, through this process.</summary>
internal sealed unsafe class KernelMemory : IMemory
{
    private readonly byte[] _vec = new byte[1];
    private byte _sink;

    public ulong Map(ulong addr, ulong length, Prot prot, MapFlags flags) => (ulong)KernelCalls.Mmap(addr, length, prot, flags);

    public void Unmap(ulong addr, ulong length) => KernelCalls.Munmap(addr, length);

    public void Protect(ulong addr, ulong length, Prot prot) => KernelCalls.Mprotect(addr, length, prot);

    public ulong Remap(ulong addr, ulong length, ulong newLength, MremapFlags flags, ulong newAddr) =>
        (ulong)KernelCalls.Mremap(addr, length, newLength, flags, newAddr);

    public void Advise(ulong addr, ulong length, Advice advice) => KernelCalls.Madvise(addr, length, advice);

    public void Find(ulong addr) => KernelCalls.Mincore(addr, PageMath.Size, _vec);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Load(ulong addr) => _sink ^= Volatile.Read(ref *(byte*)addr);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Store(ulong addr) => Volatile.Write(ref *(byte*)addr, 1);

    public void Fork() => KernelCalls.ForkAndWait();
}
