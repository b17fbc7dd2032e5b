using Xunit;

namespace Mm.Locks.Tests.RwSemaphores;

public class RwSemaphoreAllocationTests
{
    [Fact]
    public void WaitingAllocatesNothingOnceAThreadHasWaited()
    {
        const int Rounds = 100;
        var semaphore = new RwSemaphore("allocation");
        long allocated = -1;
        long waits = 0;
        bool holding = false;
        bool done = false;

        // The holder lets go only when the other stands in the queue, so that every acquisition of the other waits.
        void Holder()
        {
            while (!Volatile.Read(ref done))
            {
                semaphore.WriteLock();
                Volatile.Write(ref holding, true);
                while (!semaphore.HasWaiters && !Volatile.Read(ref done))
                {
                    Thread.Yield();
                }

                Volatile.Write(ref holding, false);
                semaphore.WriteUnlock();
            }
        }

        void WaitOnce(bool write)
        {
            while (!Volatile.Read(ref holding))
            {
                Thread.Yield();
            }

            waits++;
            if (write)
            {
                semaphore.WriteLock();
                semaphore.WriteUnlock();
            }
            else
            {
                semaphore.ReadLock();
                semaphore.ReadUnlock();
            }
        }

        void Measured()
        {
            WaitOnce(write: true);
            WaitOnce(write: false);
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Rounds; i++)
            {
                WaitOnce(i % 2 == 0);
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Volatile.Write(ref done, true);
        }

        TestThreads.Run(Holder, Measured);
        Assert.Equal(Rounds + 2, waits);
        Assert.Equal(0, allocated);
    }
}
