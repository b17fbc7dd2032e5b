using Mm.Locks;
using MunmapLab.Compare;
using MunmapLab.Compare.Waiters;

namespace Mm.Lab.Tests.Compare;

/// <summary>A waiter's stall counts for every operation that was due during it, not only for the one that was stuck.</summary>
public sealed class OpenLoopTests
{
    [Fact]
    public void OperationsThatAStallKeptFromStartingCountFromWhenTheyWereDue()
    {
        using var stall = new ManualResetEventSlim(initialState: true);
        var waiter = new StallingWaiter(stall);
        var window = new MeasuredWindow();
        var thread = new WaiterThread(waiter, null!, window, new WaitAttribution(), new Crew());
        thread.Start();

        stall.Reset();
        waiter.Stuck.Wait();
        window.Open();
        Thread.Sleep(100);
        window.Close();
        stall.Set();
        WaiterResult result = thread.Result();

        // A thousand a second were due for at least 100 ms; a closed loop would have done one.
        Assert.True(result.Ops > 50, $"{result.Ops} operations");
        Assert.InRange(result.P50Ns, 1, result.MaxNs);
        Assert.True(result.MaxNs > 50_000_000, $"longest {result.MaxNs} ns");
        Assert.Equal(0, result.BlockedByUnmapMaxNs);
    }

    [Fact]
    public void AWaiterThatFailsEndsTheRunWithItsReason()
    {
        var thread = new WaiterThread(new FailingWaiter(), null!, new MeasuredWindow(), new WaitAttribution(), new Crew());
        thread.Start();

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(thread.Result);

        Assert.Equal("the waiter 'failing' failed: out of luck", error.Message);
    }

    [Fact]
    public void OneThatFailsIsNotWaitedForByTheOthers()
    {
        using var never = new ManualResetEventSlim();
        var crew = new Crew();
        Thread stuck = crew.Start("the stuck one", never.Wait);
        crew.Start("the failing one", () => throw new InvalidOperationException("out of luck"));

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => crew.Join(stuck));

        Assert.Equal("the failing one failed: out of luck", error.Message);
        crew.JoinAll();
        never.Set();
    }

    private sealed class StallingWaiter(ManualResetEventSlim stall) : Waiter
    {
        public ManualResetEventSlim Stuck { get; } = new();

        public override string Name => "stalling";

        public override void Prepare(MmStruct mm)
        {
        }

        public override bool Once(MmStruct mm)
        {
            if (!stall.IsSet)
            {
                Stuck.Set();
                stall.Wait();
            }

            return true;
        }
    }

    private sealed class FailingWaiter : Waiter
    {
        public override string Name => "failing";

        public override void Prepare(MmStruct mm)
        {
        }

        public override bool Once(MmStruct mm) => throw new InvalidOperationException("out of luck");
    }
}
