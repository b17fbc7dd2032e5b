using Xunit;

namespace Mm.Locks.Validator.Tests.Schedules;

public class RwSemaphoreScheduleTests : ScheduleTestBase
{
    private const int Schedules = 600;

    [Fact]
    public void WritersReadersAndADowngrade()
    {
        int parks = Explore(Schedules, static () =>
        {
            var semaphore = new RwSemaphore("schedules");
            int writers = 0;
            int readers = 0;
            int sentinel = 0;
            void Write(int self)
            {
                using WriteGuard write = semaphore.Write();
                Require(++writers == 1 && readers == 0, "a writer is not alone");
                sentinel = self;
                SchedulePoints.Reach(semaphore, ScheduleKind.Write);
                Require(sentinel == self, "another writer was there");
                writers--;
            }

            void DowngradeAfterWrite(int self)
            {
                using WriteGuard write = semaphore.Write();
                Require(++writers == 1 && readers == 0, "a writer is not alone");
                sentinel = self;
                writers--;
                using ReadGuard read = write.Downgrade();
                readers++;
                for (int i = 0; i < 3; i++)
                {
                    SchedulePoints.Reach(semaphore, ScheduleKind.Read);
                    Require(sentinel == self && writers == 0, "a writer came in after the downgrade");
                }

                readers--;
            }

            void Read()
            {
                using ReadGuard read = semaphore.Read();
                readers++;
                SchedulePoints.Reach(semaphore, ScheduleKind.Read);
                Require(writers == 0, "a reader is beside a writer");
                readers--;
            }

            return (
                [() => Write(1), () => DowngradeAfterWrite(2), Read, () => DowngradeAfterWrite(3)],
                () => Require(!semaphore.IsHeld && semaphore.TestHookQueueLength == 0 && !semaphore.HasWaiters, "the lock is not free at the end"));
        });
        Assert.True(parks > Schedules / 10, $"Only {parks} waits: the slow paths were hardly tested.");
    }

    [Fact]
    public void AWriterOvertakenAgainAndAgainStillComesIn()
    {
        Explore(Schedules / 2, static () =>
        {
            var semaphore = new RwSemaphore("overtaking");
            int inside = 0;
            void Writer(int times)
            {
                for (int i = 0; i < times; i++)
                {
                    semaphore.WriteLock();
                    Require(++inside == 1, "a writer is not alone");
                    SchedulePoints.Reach(semaphore, ScheduleKind.Write);
                    inside--;
                    semaphore.WriteUnlock();
                }
            }

            return ([() => Writer(1), () => Writer(6), () => Writer(6)], () => Require(!semaphore.HasWaiters, "somebody is left in the queue"));
        });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AKillAtAnyMoment(bool write)
    {
        int killed = 0;
        int granted = 0;
        Explore(Schedules, () =>
        {
            var semaphore = new RwSemaphore("kill");
            var kill = new CancellationTokenSource();
            int writers = 0;
            void Holder()
            {
                semaphore.WriteLock();
                Require(++writers == 1, "a writer is not alone");
                SchedulePoints.Reach(semaphore, ScheduleKind.Write);
                writers--;
                semaphore.WriteUnlock();
            }

            void Killable()
            {
                int result = write ? semaphore.WriteLockKillable(kill.Token) : semaphore.ReadLockKillable(kill.Token);
                if (result != 0)
                {
                    killed++;
                    return;
                }

                granted++;
                Require(writers == 0, "a writer is beside the killable");
                if (write)
                {
                    semaphore.WriteUnlock();
                }
                else
                {
                    semaphore.ReadUnlock();
                }
            }

            void Reader()
            {
                semaphore.ReadLock();
                Require(writers == 0, "a writer is beside a reader");
                semaphore.ReadUnlock();
            }

            return (
                [Holder, Killable, () => Kill(kill), Reader],
                () => Require(!semaphore.IsHeld && semaphore.TestHookQueueLength == 0 && !semaphore.HasWaiters, "the lock is not free at the end"));
        });
        Assert.True(killed > 0 && granted > 0, $"{killed} killed, {granted} granted: one side was not tested.");
    }

    [Fact]
    public void AKillAfterTheHandOverWasAskedFor()
    {
        int killed = 0;
        Explore(Schedules / 2, () =>
        {
            var semaphore = new RwSemaphore("kill");
            var kill = new CancellationTokenSource();
            bool asked = false;
            void Overtaker()
            {
                for (int i = 0; i < 8; i++)
                {
                    semaphore.WriteLock();
                    SchedulePoints.Reach(semaphore, ScheduleKind.Write);
                    semaphore.WriteUnlock();
                }
            }

            void Overtaken()
            {
                if (semaphore.WriteLockKillable(kill.Token) == 0)
                {
                    semaphore.WriteUnlock();
                }
                else if (asked)
                {
                    killed++;
                }
            }

            void KillOnceAsked()
            {
                for (int i = 0; i < 60 && !asked; i++)
                {
                    SchedulePoints.Reach(kill, ScheduleKind.Observe);
                    asked = semaphore.TestHookHandoffAsked;
                }

                kill.Cancel();
            }

            return (
                [Overtaker, Overtaken, Overtaker, KillOnceAsked],
                () => Require(!semaphore.IsHeld && !semaphore.HasWaiters && !semaphore.TestHookHandoffAsked, "the lock is not free at the end"));
        });
        Assert.True(killed > 0, "Nobody was killed after asking: nothing was tested.");
    }

    private static void Kill(CancellationTokenSource kill)
    {
        SchedulePoints.Reach(kill, ScheduleKind.Publish);
        kill.Cancel();
    }
}
