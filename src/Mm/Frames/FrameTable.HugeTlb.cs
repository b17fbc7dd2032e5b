using Mm.Locks;

namespace Mm.Frames;

/// <content>The pool of huge pages that hugetlbfs keeps apart (<c>nr_hugepages</c>). They are never broken and never counted as in use.</content>
public sealed partial class FrameTable
{
    private readonly Lock _hugeTlbLock = new();

    [GuardedBy("_hugeTlbLock")]
    private readonly Stack<uint> _hugeTlbFree = new();

    /// <summary>Huge pages that the pool has, free or not.</summary>
    internal int HugeTlbTotal { get; private set; }

    /// <summary>Huge pages of the pool that are free.</summary>
    internal int HugeTlbFree
    {
        get
        {
            lock (_hugeTlbLock)
            {
                return _hugeTlbFree.Count;
            }
        }
    }

    /// <summary>Sets huge pages apart, as many as there are room for.</summary>
    /// <param name="pages">How many are wanted.</param>
    internal void FillHugeTlb(int pages)
    {
        lock (_hugeTlbLock)
        {
            while (HugeTlbTotal < pages && _depot.TryTakeHuge(out var head))
            {
                if (!TryEnsureMetadata(head))
                {
                    _depot.GiveHuge(head);
                    return;
                }

                _hugeTlbFree.Push(head);
                HugeTlbTotal++;
            }
        }
    }

    /// <summary>Takes a huge page from the pool: zeroed, with one reference.</summary>
    internal bool TryTakeHugeTlb(out Pfn head)
    {
        lock (_hugeTlbLock)
        {
            head = _hugeTlbFree.TryPop(out var first) ? new Pfn(first) : Pfn.None;
        }

        if (!head.IsFrame)
        {
            return false;
        }

        ref var state = ref StateOf(head);
        state.RefCount = 1;
        state.IndexAndFlags = (ulong)(FrameFlags.Huge | FrameFlags.HugeTlb);
        return true;
    }

    /// <summary>Whether a frame is the head of a huge page of the pool.</summary>
    internal bool IsHugeTlb(Pfn head) => (StateOf(head).Flags & FrameFlags.HugeTlb) != 0;

    private void GiveHugeTlb(uint head)
    {
        lock (_hugeTlbLock)
        {
            _hugeTlbFree.Push(head);
        }
    }
}
