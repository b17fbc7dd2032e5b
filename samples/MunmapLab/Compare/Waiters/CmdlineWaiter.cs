using Mm;

namespace MunmapLab.Compare.Waiters;

/// <summary>Reads the arguments of the process from outside, as <c>ps</c> does: under the mmap lock for read, page by page.</summary>
internal sealed class CmdlineWaiter : Waiter
{
    private readonly byte[] _arguments = new byte[64];
    private ulong _page;

    public override string Name => "cmdline";

    public override void Prepare(MmStruct mm)
    {
        _page = Map(mm, 4096);
        mm.Write(_page, "mmlab\0compare\0"u8);
    }

    public override bool Once(MmStruct mm) => mm.ReadRemote(_page, _arguments) == _arguments.Length;
}
