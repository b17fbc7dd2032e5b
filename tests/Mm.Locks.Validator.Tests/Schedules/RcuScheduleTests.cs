using Xunit;

namespace Mm.Locks.Validator.Tests.Schedules;

public class RcuScheduleTests : ScheduleTestBase
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void NothingIsReclaimedUnderAReader(bool oneSlot)
    {
        int reclaimed = 0;
        Explore(oneSlot ? 1000 : 600, () =>
        {
            var domain = new RcuDomain("schedules") { TestHookOneSlot = oneSlot };
            var alive = new Dictionary<object, bool>();
            object current = new();
            alive[current] = true;
            void Update()
            {
                for (int i = 0; i < 2; i++)
                {
                    object old = current;
                    object fresh = new();
                    alive[fresh] = true;
                    SchedulePoints.Reach(domain, ScheduleKind.Publish);
                    current = fresh;
                    domain.Retire(old, item =>
                    {
                        alive[item] = false;
                        reclaimed++;
                    });
                    domain.TryReclaim();
                }
            }

            void Read()
            {
                using RcuGuard read = domain.Read();
                SchedulePoints.Reach(domain, ScheduleKind.Observe);
                object seen = current;
                for (int i = 0; i < 3; i++)
                {
                    SchedulePoints.Reach(seen, ScheduleKind.Read);
                    Require(alive[seen], "an object was reclaimed under its reader");
                }
            }

            return ([Update, Read, Read], static () => { });
        });
        Assert.True(reclaimed > 0);
    }

    [Fact]
    public void SynchronizeWaitsForTheReadersThatWereThere() => Explore(300, static () =>
    {
        var domain = new RcuDomain("schedules");
        bool alive = true;
        bool published = true;
        void Update()
        {
            SchedulePoints.Reach(domain, ScheduleKind.Publish);
            published = false;
            domain.Synchronize();
            alive = false;
        }

        void Read()
        {
            using RcuGuard read = domain.Read();
            SchedulePoints.Reach(domain, ScheduleKind.Observe);
            if (published)
            {
                SchedulePoints.Reach(domain, ScheduleKind.Read);
                Require(alive, "Synchronize did not wait");
            }
        }

        return ([Update, Read, Read], static () => { });
    });
}
