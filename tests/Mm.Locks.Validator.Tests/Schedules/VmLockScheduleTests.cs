using Xunit;

namespace Mm.Locks.Validator.Tests.Schedules;

public class VmLockScheduleTests : ScheduleTestBase
{
    [Fact]
    public void AMapperThatChangesThenDetachesBesideFaults()
    {
        int locked = 0;
        int turnedAway = 0;
        int parks = Explore(700, () =>
        {
            var mmapLock = new RwSemaphore("mm", "MmStruct.MmapLock");
            var vma = new VmLock();
            bool mapped = true;
            int changing = 0;
            int readers = 0;
            using (mmapLock.Write())
            {
                vma.StartWrite(mmapLock);
                vma.MarkAttached(mmapLock);
            }

            void Mapper()
            {
                using (WriteGuard change = mmapLock.Write())
                {
                    vma.StartWrite(mmapLock);
                    Require(++changing == 1 && readers == 0, "a reader is inside a VMA locked for write");
                    SchedulePoints.Reach(vma, ScheduleKind.Write);
                    changing--;
                    using ReadGuard downgraded = change.Downgrade();
                }

                using WriteGuard detach = mmapLock.Write();
                vma.StartWrite(mmapLock);
                vma.MarkDetached(mmapLock);
                Require(readers == 0, "a reader is inside a detached VMA");
                mapped = false;
            }

            void Fault()
            {
                VmReadResult result = vma.TryStartRead(mmapLock);
                if (result != VmReadResult.Locked)
                {
                    turnedAway++;
                    return;
                }

                locked++;
                readers++;
                Require(mapped && changing == 0, "a reader got a VMA that is changing or gone");
                SchedulePoints.Reach(vma, ScheduleKind.Read);
                Require(mapped && changing == 0, "the VMA changed under a reader");
                readers--;
                vma.EndRead();
            }

            return ([Mapper, Fault, Fault], () => Require(vma.IsDetached && !vma.HasReaders, "the VMA is not detached at the end"));
        });
        Assert.True(locked > 0 && turnedAway > 0 && parks > 0, $"{locked} locked, {turnedAway} turned away, {parks} waits: something was not tested.");
    }
    [Fact]
    public void ADetachDrainsReadersThatAreAboutToBackOff()
    {
        int turnedAway = 0;
        Explore(1000, () =>
        {
            var mmapLock = new RwSemaphore("mm", "MmStruct.MmapLock");
            var vma = new VmLock();
            using (mmapLock.Write())
            {
                vma.StartWrite(mmapLock);
                vma.MarkAttached(mmapLock);
            }

            void Unmapper()
            {
                using WriteGuard detach = mmapLock.Write();
                vma.StartWrite(mmapLock);
                vma.MarkDetached(mmapLock);
                Require(!vma.HasReaders, "a reader is inside a detached VMA");
                vma.Reset();
            }

            void Fault()
            {
                if (vma.TryStartRead(mmapLock) == VmReadResult.Locked)
                {
                    vma.EndRead();
                }
                else
                {
                    turnedAway++;
                }
            }

            return ([Unmapper, Fault, Fault], () => Require(vma.IsDetached && !vma.HasReaders, "the VMA is not detached at the end"));
        });
        Assert.True(turnedAway > 0);
    }
}
