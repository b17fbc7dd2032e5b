using Mm;

namespace MunmapLab.Compare.Waiters;

/// <summary>Writes to one new page of a mapping of its own after the other, so that every operation is a page fault.</summary>
internal sealed class FaultWaiter : Waiter
{
    private const ulong Length = 256UL << 20;

    private ulong _start;
    private ulong _next;

    public override string Name => "fault";

    public override void Prepare(MmStruct mm) => _start = _next = Map(mm, Length);

    public override bool Once(MmStruct mm)
    {
        if (_next == _start + Length)
        {
            _next = _start;
            mm.Madvise(_start, Length, Advice.DontNeed);
        }

        FaultOutcome outcome = mm.Touch(_next, AccessKind.Write);
        _next += 4096;
        return outcome.IsOk;
    }
}
