using Xunit;

namespace Mm.Locks.Tests;

public sealed class CompletionTests
{
    [Fact]
    public void AWaitAfterItHappenedDoesNotWait()
    {
        Completion done = new();
        Assert.False(done.IsComplete);
        done.Complete();
        Assert.True(done.IsComplete);
        Assert.Equal(0, done.WaitKillable());
        Assert.Equal(0, done.WaitKillable());
    }

    [Fact]
    public async Task AWaiterGoesOnWhenItHappensAndSeesWhatCameBefore()
    {
        Completion done = new();
        int written = 0;
        Task<(int, int)> waiter = Task.Factory.StartNew(() => (done.WaitKillable(), written), TaskCreationOptions.LongRunning);
        written = 7;
        done.Complete();
        Assert.Equal((0, 7), await waiter);
    }

    [Fact]
    public async Task ACancelledTokenEndsTheWait()
    {
        Completion done = new();
        using CancellationTokenSource killed = new();
        Task<int> waiter = Task.Factory.StartNew(() => done.WaitKillable(killed.Token), TaskCreationOptions.LongRunning);
        killed.Cancel();
        Assert.Equal(-4, await waiter);
        done.Complete();
        Assert.Equal(0, done.WaitKillable(killed.Token));
    }
}
