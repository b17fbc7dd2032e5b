using Xunit;

namespace Mm.Locks.Validator.Tests.Schedules;

/// <summary>The scheduler finds what is wrong in locks that are known to be: only then does its silence about the real ones mean something.</summary>
public class DetectorTests : ScheduleTestBase
{
    [Fact]
    public void ALockThatTestsAndSetsInTwoSteps() => Finds("two holders", static () =>
    {
        object target = new();
        bool held = false;
        int inside = 0;
        void Body()
        {
            SchedulePoints.Reach(target, ScheduleKind.Read);
            if (held)
            {
                return;
            }

            SchedulePoints.Reach(target, ScheduleKind.Write);
            held = true;
            Require(++inside == 1, "two holders");
            SchedulePoints.Reach(target, ScheduleKind.Write);
            inside--;
            held = false;
        }

        return ([Body, Body], static () => { });
    });

    [Fact]
    public void ALostWakeUp() => Finds("Deadlock", static () =>
    {
        object waiter = new();
        bool sleeps = false;
        bool free = false;
        void Sleeper()
        {
            SchedulePoints.Reach(waiter, ScheduleKind.Observe);
            if (!free)
            {
                SchedulePoints.Reach(waiter, ScheduleKind.Write);
                sleeps = true;
                SchedulePoints.Installed!.Park(waiter);
            }
        }

        void Waker()
        {
            SchedulePoints.Reach(waiter, ScheduleKind.Publish);
            free = true;

            // Too early a look at whether anybody sleeps.
            if (sleeps)
            {
                SchedulePoints.Installed!.Wake(waiter);
            }
        }

        return ([Sleeper, Waker], static () => { });
    });

    [Fact]
    public void ReleaseAndReacquireInsteadOfADowngrade() => Finds("a writer came between", static () =>
    {
        var semaphore = new RwSemaphore("relock");
        int sentinel = 0;
        void Body(int self)
        {
            semaphore.WriteLock();
            sentinel = self;
            semaphore.WriteUnlock();
            semaphore.ReadLock();
            Require(sentinel == self, "a writer came between");
            semaphore.ReadUnlock();
        }

        return ([() => Body(1), () => Body(2)], static () => { });
    });

    private static void Finds(string what, Func<(Action[] Threads, Action Check)> broken)
    {
        InvalidOperationException found = Assert.Throws<InvalidOperationException>(() => Explore(500, broken));
        Assert.Contains(what, found.Message, StringComparison.Ordinal);
        LockValidator.Reset();
    }
}
