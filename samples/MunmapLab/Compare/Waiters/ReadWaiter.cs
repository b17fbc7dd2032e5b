using Mm;

namespace MunmapLab.Compare.Waiters;

/// <summary>Looks a page of another mapping up under the mmap lock for read, as mincore does.</summary>
internal sealed class ReadWaiter : Waiter
{
    private readonly byte[] _residency = new byte[1];
    private ulong _page;

    public override string Name => "read";

    public override void Prepare(MmStruct mm) => _page = Map(mm, 4096);

    public override bool Once(MmStruct mm) => mm.Mincore(_page, 4096, _residency) == 0;
}
