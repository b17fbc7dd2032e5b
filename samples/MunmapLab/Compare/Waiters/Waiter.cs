using Mm;

namespace MunmapLab.Compare.Waiters;

/// <summary>What a thread does again and again beside the unmapping, and how often it means to.</summary>
internal abstract class Waiter
{
    /// <summary>The name on the command line and in results.</summary>
    public abstract string Name { get; }

    /// <summary>Operations that are due in a second.</summary>
    public virtual int RatePerSecond => 1000;

    /// <summary>Maps what the operations need. Called once, before anything is measured.</summary>
    public abstract void Prepare(MmStruct mm);

    /// <summary>One operation; false if it did not do what it is meant to.</summary>
    public abstract bool Once(MmStruct mm);

    /// <summary>Maps private anonymous memory somewhere.</summary>
    protected static ulong Map(MmStruct mm, ulong length)
    {
        long address = mm.Mmap(0, length, Prot.ReadWrite, MapFlags.Private | MapFlags.Anonymous | MapFlags.NoReserve);
        return address >= 0 ? (ulong)address : throw new InvalidOperationException($"mmap of {length} bytes failed: {Errno.Name(-address)}");
    }
}
