using Xunit;

namespace Mm.Locks.Tests;

public class MarkedHoldsTests
{
    private readonly RwSemaphore _semaphore = new("test");
    private readonly WaitAttribution _attribution = new();

    public MarkedHoldsTests() => _semaphore.AttributeWaits(_attribution);

    [Fact]
    public void AHoldForWriteIsExclusive()
    {
        using (_attribution.Mark())
        {
            _semaphore.WriteLock();
            _semaphore.WriteUnlock();
        }

        Assert.True(_attribution.Holds.ExclusiveNanoseconds > 0);
        Assert.Equal(_attribution.Holds.ExclusiveNanoseconds, _attribution.Holds.LongestExclusiveNanoseconds);
        Assert.Equal(0, _attribution.Holds.SharedNanoseconds);
    }

    [Fact]
    public void ADowngradeEndsTheExclusivePart()
    {
        using (_attribution.Mark())
        {
            _semaphore.WriteLock();
            _semaphore.Downgrade();
            long exclusive = _attribution.Holds.ExclusiveNanoseconds;
            _semaphore.ReadUnlock();

            Assert.True(exclusive > 0);
            Assert.Equal(exclusive, _attribution.Holds.ExclusiveNanoseconds);
            Assert.True(_attribution.Holds.SharedNanoseconds > 0);
        }
    }

    [Fact]
    public void SeveralHoldsAddUpAndTheLongestStays()
    {
        using (_attribution.Mark())
        {
            for (int i = 0; i < 100; i++)
            {
                _semaphore.WriteLock();
                _semaphore.WriteUnlock();
            }
        }

        Assert.True(_attribution.Holds.LongestExclusiveNanoseconds < _attribution.Holds.ExclusiveNanoseconds);
        Assert.True(_attribution.Holds.LongestExclusiveNanoseconds * 100 >= _attribution.Holds.ExclusiveNanoseconds);
    }

    [Fact]
    public void AReadInsideAReadIsOneHold()
    {
        using (_attribution.Mark())
        {
            _semaphore.ReadLock();
            Assert.True(_semaphore.TryReadLock());
            _semaphore.ReadUnlock();
            Assert.Equal(0, _attribution.Holds.SharedNanoseconds);
            _semaphore.ReadUnlock();
            Assert.True(_attribution.Holds.SharedNanoseconds > 0);
        }
    }

    [Fact]
    public void HoldsOfOthersDoNotCount()
    {
        _semaphore.WriteLock();
        _semaphore.WriteUnlock();
        using (_attribution.Mark())
        {
            var other = new Thread(() =>
            {
                _semaphore.WriteLock();
                _semaphore.Downgrade();
                _semaphore.ReadUnlock();
            });
            other.Start();
            other.Join();
        }

        Assert.Equal(0, _attribution.Holds.ExclusiveNanoseconds);
        Assert.Equal(0, _attribution.Holds.SharedNanoseconds);
    }
}
