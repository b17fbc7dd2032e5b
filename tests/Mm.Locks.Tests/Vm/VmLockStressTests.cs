using Xunit;

namespace Mm.Locks.Tests.Vm;

public class VmLockStressTests
{
    private readonly RwSemaphore _mmapLock = new("mm");
    private readonly VmLock _vma = new();

    // Plain on purpose: only the VMA's lock keeps them together.
    private long _start;
    private long _end;

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 4)]
    public void ReadersSeeWholeChangesAndNoneOfADetachedVma(int writers, int readers)
    {
        const int Rounds = 1500;
        bool done = false;
        bool mapped = true;
        long torn = 0;
        long readsOfDetached = 0;
        long reads = 0;
        long changes = 0;
        Attach();

        // Change, downgrade; or detach, look at it alone, attach again.
        void Writer(int self)
        {
            // On a busy machine they go on until the readers have had their share.
            for (int i = 0; i < Rounds || Volatile.Read(ref reads) < 100; i++)
            {
                _mmapLock.WriteLock();
                _vma.StartWrite(_mmapLock);
                if (i % 8 == self)
                {
                    _vma.MarkDetached(_mmapLock);
                    mapped = false;
                    Thread.Yield();
                    mapped = true;
                    _vma.MarkAttached(_mmapLock);
                }

                _start++;
                if (i % 64 == 0)
                {
                    Thread.Yield();
                }

                _end++;
                changes++;
                if (i % 2 == 0)
                {
                    _mmapLock.Downgrade();
                    _mmapLock.ReadUnlock();
                }
                else
                {
                    _mmapLock.WriteUnlock();
                }
            }

            Volatile.Write(ref done, true);
        }

        void Reader()
        {
            do
            {
                if (_vma.TryStartRead(_mmapLock) == VmReadResult.Locked)
                {
                    Interlocked.Increment(ref reads);
                    Interlocked.Add(ref torn, _start == _end ? 0 : 1);
                    Interlocked.Add(ref readsOfDetached, mapped ? 0 : 1);
                    _vma.EndRead();
                }
                else
                {
                    _mmapLock.ReadLock();
                    Interlocked.Add(ref torn, _start == _end ? 0 : 1);
                    _mmapLock.ReadUnlock();
                }
            }
            while (!Volatile.Read(ref done));
        }

        TestThreads.Run(
            [.. Enumerable.Range(0, writers).Select(self => (Action)(() => Writer(self))), .. Enumerable.Repeat((Action)Reader, readers)]);
        Assert.Equal(0, torn);
        Assert.Equal(0, readsOfDetached);
        Assert.True(_end >= (long)writers * Rounds);
        Assert.Equal(changes, _end);
        Assert.False(_vma.HasReaders);
        Assert.False(_mmapLock.IsHeld);
    }

    [Fact]
    public void AReusedLockTurnsStragglersAwayOrLetsThemSeeTheNewVma()
    {
        const int Rounds = 3000;
        var other = new RwSemaphore("another mm");
        bool done = false;
        RwSemaphore owner = _mmapLock;
        long wrong = 0;
        Attach();

        // The lock moves between two mms; a straggler of either checks whose it is, as the protocol asks.
        void Mover()
        {
            for (int i = 0; i < Rounds; i++)
            {
                RwSemaphore from = i % 2 == 0 ? _mmapLock : other;
                RwSemaphore to = i % 2 == 0 ? other : _mmapLock;
                from.WriteLock();
                _vma.StartWrite(from);
                _vma.MarkDetached(from);
                from.WriteUnlock();
                _vma.Reset();
                Volatile.Write(ref owner, to);
                to.WriteLock();
                _vma.StartWrite(to);
                _vma.MarkAttached(to);
                to.WriteUnlock();
            }

            Volatile.Write(ref done, true);
        }

        void Straggler(RwSemaphore mine)
        {
            do
            {
                if (_vma.TryStartRead(mine) == VmReadResult.Locked)
                {
                    RwSemaphore seen = Volatile.Read(ref owner);
                    if (!ReferenceEquals(seen, Volatile.Read(ref owner)))
                    {
                        Interlocked.Increment(ref wrong);
                    }

                    _vma.EndRead();
                }
            }
            while (!Volatile.Read(ref done));
        }

        TestThreads.Run(Mover, () => Straggler(_mmapLock), () => Straggler(other));
        Assert.Equal(0, wrong);
    }

    private void Attach()
    {
        _mmapLock.WriteLock();
        _vma.StartWrite(_mmapLock);
        _vma.MarkAttached(_mmapLock);
        _mmapLock.WriteUnlock();
    }
}
