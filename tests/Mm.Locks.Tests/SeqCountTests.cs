using Xunit;

namespace Mm.Locks.Tests;

public class SeqCountTests
{
    private readonly SeqCount _count = new();
    private long _first;
    private long _second;

    [Fact]
    public void AWriterBetweenMakesTheReaderRetry()
    {
        long sequence = _count.Begin();
        Assert.False(_count.Retry(sequence));
        _count.WriteBegin();
        Assert.True(_count.Retry(sequence));
        Assert.False(_count.TryBegin(out _));
        _count.WriteEnd();
        Assert.True(_count.Retry(sequence));
        Assert.True(_count.TryBegin(out sequence));
        Assert.False(_count.Retry(sequence));
    }

    [Fact]
    public void ReadersNeverAcceptATornPair()
    {
        long accepted = 0;
        long torn = 0;
        bool done = false;
        void Writer()
        {
            for (int i = 0; i < 50_000 || Volatile.Read(ref accepted) < 100; i++)
            {
                _count.WriteBegin();
                Volatile.Write(ref _first, _first + 1);
                Volatile.Write(ref _second, _second + 1);
                _count.WriteEnd();
                if (i % 64 == 0)
                {
                    Thread.Yield();
                }
            }

            Volatile.Write(ref done, true);
        }

        void Reader()
        {
            do
            {
                long sequence = _count.Begin();
                long first = Volatile.Read(ref _first);
                long second = Volatile.Read(ref _second);
                if (!_count.Retry(sequence))
                {
                    Interlocked.Increment(ref accepted);
                    Interlocked.Add(ref torn, first == second ? 0 : 1);
                }
            }
            while (!Volatile.Read(ref done));
        }

        TestThreads.Run(Writer, Reader, Reader);
        Assert.Equal(0, torn);
    }
}
