using Mm;

namespace MunmapLab.Compare.Waiters;

/// <summary>Maps a page wherever there is room and unmaps it again: two holds of the mmap lock for write.</summary>
internal sealed class MapWaiter : Waiter
{
    public override string Name => "map";

    public override void Prepare(MmStruct mm)
    {
    }

    public override bool Once(MmStruct mm)
    {
        long address = mm.Mmap(0, 4096, Prot.ReadWrite, MapFlags.Private | MapFlags.Anonymous);
        return address >= 0 && mm.Munmap((ulong)address, 4096) == 0;
    }
}
