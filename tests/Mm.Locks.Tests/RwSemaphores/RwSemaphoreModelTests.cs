using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Mm.Locks.Tests.RwSemaphores;

/// <summary>Random scripts, run by several threads one step at a time, agree with the oracle on who holds, who waits, and the write sequence after every
/// step.</summary>
public class RwSemaphoreModelTests
{
    private const int Workers = 5;

    public enum Step
    {
        Read,
        Write,
        TryRead,
        TryWrite,
        Release,
        Downgrade,
        Kill,
    }

    [Fact]
    public void ScriptsOfWaitingThreadsAgreeWithTheOracle()
    {
        Gen<(int, Step)> step = from who in Gen.Choose(0, Workers - 1)
                                from what in Gen.Elements(Enum.GetValues<Step>())
                                select (who, what);
        Config config = Config.QuickThrowOnFailure.WithMaxTest(50).WithEndSize(50);
        Prop.ForAll(Gen.ListOf(step).ToArbitrary(), script => Agrees(script)).Check(config);
    }

    private static void Agrees(IEnumerable<(int Who, Step What)> script)
    {
        var semaphore = new RwSemaphore("model");
        var oracle = new RwSemaphoreOracle();
        Worker[] workers = Enumerable.Range(0, Workers).Select(static _ => new Worker()).ToArray();
        try
        {
            foreach ((int who, Step what) in script)
            {
                Do(semaphore, oracle, workers[who], who, what);
                Settle(semaphore, oracle, workers);
            }

            // Let everybody out, in whatever order they come in.
            while (Enumerable.Range(0, Workers).Where(oracle.Holds).ToArray() is [var holder, ..])
            {
                Do(semaphore, oracle, workers[holder], holder, Step.Release);
                Settle(semaphore, oracle, workers);
            }

            Assert.False(semaphore.IsHeld);
            Assert.False(semaphore.HasWaiters);
        }
        finally
        {
            Array.ForEach(workers, static w => w.Dispose());
        }
    }

    private static void Do(RwSemaphore semaphore, RwSemaphoreOracle oracle, Worker worker, int who, Step what)
    {
        bool free = !oracle.Holds(who) && !oracle.Waits(who);
        switch (what)
        {
            case Step.Read when free:
                oracle.Acquire(who, write: false);
                worker.Start(semaphore.ReadLockKillable);
                break;
            case Step.Write when free:
                oracle.Acquire(who, write: true);
                worker.Start(semaphore.WriteLockKillable);
                break;
            case Step.TryRead when free:
                Assert.Equal(oracle.Try(who, write: false), semaphore.TryReadLock());
                break;
            case Step.TryWrite when free:
                Assert.Equal(oracle.Try(who, write: true), semaphore.TryWriteLock());
                break;
            case Step.Release when oracle.Writer == who:
                oracle.Release(who);
                semaphore.WriteUnlock();
                break;
            case Step.Release when oracle.Readers.Contains(who):
                oracle.Release(who);
                semaphore.ReadUnlock();
                break;
            case Step.Downgrade when oracle.Writer == who:
                oracle.Downgrade(who);
                semaphore.Downgrade();
                break;
            case Step.Kill when oracle.Waits(who):
                oracle.GiveUp(who);
                worker.Kill!.Cancel();
                TestThreads.WaitUntil(() => worker.IsIdle, "the killed waiter returns");
                Assert.Equal(-4, worker.Result);
                break;
        }
    }

    private static void Settle(RwSemaphore semaphore, RwSemaphoreOracle oracle, Worker[] workers)
    {
        for (int who = 0; who < Workers; who++)
        {
            if (!oracle.Waits(who))
            {
                Worker worker = workers[who];
                TestThreads.WaitUntil(() => worker.IsIdle, "a waiter that the oracle lets in comes in");
            }
        }

        TestThreads.WaitUntil(() => semaphore.TestHookQueueLength == oracle.QueueLength, "the queue is as long as the oracle's");
        Assert.Equal(oracle.Readers.Count, semaphore.TestHookReaders);
        Assert.Equal(oracle.Writer is not null, semaphore.IsHeldForWrite);
        Assert.Equal(oracle.Sequence, semaphore.WriteSequence);
        Assert.Equal(oracle.QueueLength > 0, semaphore.HasWaiters);
        foreach (Worker worker in workers.Where((_, who) => oracle.Waits(who)))
        {
            Assert.False(worker.IsIdle);
        }
    }
}
