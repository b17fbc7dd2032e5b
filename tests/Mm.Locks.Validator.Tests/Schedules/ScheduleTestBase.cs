using Xunit;

namespace Mm.Locks.Validator.Tests.Schedules;

/// <summary>Runs a scenario under many seeds; a failure names its seed.</summary>
public abstract class ScheduleTestBase
{
    protected static int Explore(int schedules, Func<(Action[] Threads, Action Check)> scenario)
    {
        int parks = 0;
        for (int seed = 0; seed < schedules; seed++)
        {
            (Action[] threads, Action check) = scenario();
            try
            {
                parks += RandomScheduler.Run(seed, threads).Parks;
                check();
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Seed {seed}: {e.Message}", e);
            }
        }

        Assert.Empty(LockValidator.Reports);
        return parks;
    }

    protected static void Require(bool condition, string what)
    {
        if (!condition)
        {
            throw new InvalidOperationException(what);
        }
    }
}
