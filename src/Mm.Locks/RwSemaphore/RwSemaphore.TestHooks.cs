namespace Mm.Locks;

/// <content>Read-only views for the tests.</content>
public sealed partial class RwSemaphore
{
    /// <summary>How many threads stand in the queue.</summary>
    internal int TestHookQueueLength
    {
        get
        {
            QueueLock.Enter(this, QueueWord, ref _queueLock);
            int length = 0;
            for (Waiter? waiter = _head; waiter is not null; waiter = waiter.Next)
            {
                length++;
            }

            QueueLock.Exit(this, QueueWord, ref _queueLock);
            return length;
        }
    }

    /// <summary>Whether the writer at the head of the queue has asked for the hand-over.</summary>
    internal bool TestHookHandoffAsked => (Volatile.Read(ref _state) & Handoff) != 0;

    /// <summary>Readers, the downgraded holder included, as the state counts them.</summary>
    internal int TestHookReaders => Volatile.Read(ref _state) / ReaderUnit;
}
