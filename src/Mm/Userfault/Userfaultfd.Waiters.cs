using Mm.Faults;
using Mm.Locks;

namespace Mm.Userfault;

// Who waits: faults for pages, changes of the layout for a reader, readers for messages.
public sealed partial class Userfaultfd
{
    /// <summary>Queues a fault on a missing page (<c>handle_userfault</c>). The caller holds what keeps the mapping, lets go of it, and waits then.</summary>
    /// <param name="mm">The address space.</param>
    /// <param name="vma">The mapping, registered with a descriptor.</param>
    /// <param name="addr">The address of the access.</param>
    /// <param name="access">What was tried.</param>
    /// <param name="byKernel">Whether the kernel accesses the page by itself (populating).</param>
    /// <param name="outcome">Without a wait: SIGBUS, or success if the access is to be tried again at once.</param>
    [RequiresReadAny("mm.MmapLock", "vma.VmLock")]
    internal static UserfaultWait? Park(MmStruct mm, [OwnedBy("mm")] Vma vma, ulong addr, AccessKind access, bool byKernel, out FaultOutcome outcome)
    {
        Userfaultfd? uffd = vma.Userfaultfd;
        outcome = FaultOutcome.BusAdrErr;
        if (uffd == null || uffd.Has(UserfaultFeatures.Sigbus) || (byKernel && uffd.UserModeOnly))
            return null;
        outcome = FaultOutcome.Ok;
        UserfaultMessage message = new(
            UserfaultEvent.PageFault,
            uffd.Has(UserfaultFeatures.ExactAddress) ? addr : PageMath.Down(addr),
            Access: access,
            ThreadId: uffd.Has(UserfaultFeatures.ThreadId) ? Environment.CurrentManagedThreadId : 0);
        UserfaultWait wait = new(uffd, addr, in message);
        if (!uffd.Enqueue(wait))
            return null;

        // Whoever fills the page in does so before it wakes: a page that came after the fault looked, and whose wake came before the queue, is seen here.
        if (PageWalks.Get(mm.Tables, addr).IsNone)
            return wait;
        uffd.Forget(wait);
        return null;
    }

    /// <summary>Takes a fault out of the queues that is not waited for any more.</summary>
    internal void Forget(UserfaultWait wait)
    {
        lock (_gate)
        {
            if (!_pending.Remove(wait))
                _delivered.Remove(wait);
        }
    }

    /// <summary>Lets the faults on a range try again.</summary>
    internal void WakeRange(ulong start, ulong end)
    {
        lock (_gate)
        {
            WakeRange(_pending, start, end);
            WakeRange(_delivered, start, end);
        }
    }

    /// <summary>A change of the layout has begun: nothing is filled in until its message has been read.</summary>
    internal void BeginChange()
    {
        using (MapChangingLock.Write())
        {
            // Pairs with the load in IsChanging, under the lock for read: who fills in has finished, or sees it. Messages end at the same time without the
            // lock, so a plain addition could be lost.
            Interlocked.Increment(ref _changing);
        }
    }

    /// <summary>The message about a change has been read, or the change was called off.</summary>
    /// <remarks>Pairs with the load in <see cref="IsChanging"/>: who fills in after it sees the layout as it is now. Others begin at the same time.</remarks>
    internal void EndChange() => Interlocked.Decrement(ref _changing);

    /// <summary>Whether a change is under way.</summary>
    /// <remarks>Pairs with <see cref="BeginChange"/> and <see cref="EndChange"/>. Without the lock it is a hint.</remarks>
    internal bool IsChanging => Volatile.Read(ref _changing) != 0;

    /// <summary>Gives a message about a change to the reader, and waits until it has been read (<c>userfaultfd_event_wait_completion</c>); a fatal signal and
    /// the close of the descriptor end the wait.</summary>
    [Excludes("Mm.MmapLock")]
    [Blocks]
    internal void Deliver(UserfaultNotice notice)
    {
        bool open;
        lock (_gate)
        {
            open = !_released;
            if (open)
            {
                _notices.Add(notice);
                WakeReaders();
            }
        }
        if (open)
            notice.Read.WaitKillable(Mm.Options.FatalSignal);

        // Nobody has read it, so nobody has the child's descriptor: nobody could ever wake a fault there.
        if (!open || Withdraw(notice))
            notice.Message.Child?.Dispose();
        EndChange();
    }

    /// <summary>Takes a message back that nobody has read.</summary>
    private bool Withdraw(UserfaultNotice notice)
    {
        lock (_gate)
            return _notices.Remove(notice);
    }

    private bool Enqueue(UserfaultWait wait)
    {
        lock (_gate)
        {
            // Closed: the mapping is about to lose its registration, and the fault tries again until it has.
            if (_released)
                return false;
            _pending.Add(wait);
            WakeReaders();
            return true;
        }
    }

    [RequiresWrite("_gate")]
    private int Take(Span<UserfaultMessage> messages)
    {
        int count = 0;
        while (count < messages.Length && _pending.Count != 0)
        {
            UserfaultWait wait = _pending[0];
            _pending.RemoveAt(0);
            _delivered.Add(wait);
            messages[count++] = wait.Message;
        }
        while (count < messages.Length && _notices.Count != 0)
        {
            UserfaultNotice notice = _notices[0];
            _notices.RemoveAt(0);
            messages[count++] = notice.Message;
            notice.Read.Complete();
        }
        return count;
    }

    [RequiresWrite("_gate")]
    private void WakeReaders()
    {
        foreach (Completion reader in _readers)
            reader.Complete();
        _readers.Clear();
    }

    private static void WakeRange(List<UserfaultWait> waits, ulong start, ulong end)
    {
        for (int i = waits.Count - 1; i >= 0; i--)
        {
            if (waits[i].Address < start || waits[i].Address >= end)
                continue;
            waits[i].Woken.Complete();
            waits.RemoveAt(i);
        }
    }

    /// <summary>Lets everybody go on that waits for something of the descriptor, which is closed.</summary>
    private void ReleaseWaiters()
    {
        lock (_gate)
        {
            WakeRange(_pending, 0, ulong.MaxValue);
            WakeRange(_delivered, 0, ulong.MaxValue);

            // They stay in the list: that is how who waits for them knows that nobody has read them.
            foreach (UserfaultNotice notice in _notices)
                notice.Read.Complete();
            WakeReaders();
        }
    }
}
