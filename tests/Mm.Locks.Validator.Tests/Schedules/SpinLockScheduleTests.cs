using Xunit;

namespace Mm.Locks.Validator.Tests.Schedules;

public class SpinLockScheduleTests : ScheduleTestBase
{
    [Fact]
    public void TheHolderIsAlone() => Explore(300, static () =>
    {
        var spin = new PageTableLock();
        var slots = new SpinLockSlot[1];
        int inside = 0;
        int insideSlot = 0;
        void Body()
        {
            using (spin.Enter())
            {
                Require(++inside == 1, "two holders");
                SchedulePoints.Reach(spin, ScheduleKind.Write);
                inside--;
            }

            using (slots[0].Enter())
            {
                Require(++insideSlot == 1, "two holders of a slot");
                SchedulePoints.Reach(spin, ScheduleKind.Write);
                insideSlot--;
            }
        }

        return ([Body, Body, Body], () => Require(!spin.IsHeld && !slots[0].IsHeld, "not free at the end"));
    });

    [Fact]
    public void ASequenceCountNeverAcceptsATornPair() => Explore(400, static () =>
    {
        var count = new SeqCount();
        int first = 0;
        int second = 0;
        void Write()
        {
            for (int i = 0; i < 2; i++)
            {
                count.WriteBegin();
                first++;
                SchedulePoints.Reach(count, ScheduleKind.Write, 1);
                second++;
                count.WriteEnd();
            }
        }

        void Read()
        {
            int a;
            int b;
            long sequence;
            do
            {
                sequence = count.Begin();
                a = first;
                SchedulePoints.Reach(count, ScheduleKind.Read, 1);
                b = second;
            }
            while (count.Retry(sequence));
            Require(a == b, "a torn pair was accepted");
        }

        return ([Write, Read, Read], static () => { });
    });
}
