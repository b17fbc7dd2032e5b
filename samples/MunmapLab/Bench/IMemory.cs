using Mm;

namespace MunmapLab.Bench;

/// <summary>The calls that the operations of <c>mmlab bench</c> are made of: on the engine, and on the running kernel.</summary>
internal interface IMemory
{
    ulong Map(ulong addr, ulong length, Prot prot, MapFlags flags);

    void Unmap(ulong addr, ulong length);

    void Protect(ulong addr, ulong length, Prot prot);

    void Remap(ulong addr, ulong length, ulong newLength, MremapFlags flags, ulong newAddr);

    void Advise(ulong addr, ulong length, Advice advice);

    /// <summary>Looks one page up (mincore).</summary>
    void Find(ulong addr);

    /// <summary>The program reads a byte.</summary>
    void Load(ulong addr);

    /// <summary>The program writes a byte.</summary>
    void Store(ulong addr);

    /// <summary>Forks, and ends the child.</summary>
    void Fork();

    /// <summary>How long the calls take that the action makes.</summary>
    TimeSpan Time(Action run);
}
