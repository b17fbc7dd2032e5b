namespace Mm.Tests.Engine;

public sealed class StackTests
{
    private const ulong Page = EngineFixture.Page;

    [Fact]
    public void AStackGrowsToTheTouchedPage()
    {
        using EngineFixture f = new();
        f.Map(2000, 2, Prot.ReadWrite, MapFlags.GrowsDown);
        Assert.Equal(FaultOutcome.Ok, f.Store(1500, 1));
        Assert.Equal("1500-2002 rw-p", f.Layout());
        Assert.Equal(1, f.Load(1500));
        Assert.Equal(502UL, f.Mm.Counters.StackVm);
    }

    [Fact]
    public void AStackKeepsItsGapToWhatIsBelow()
    {
        using EngineFixture f = new();
        f.Map(2000, 2, Prot.ReadWrite, MapFlags.GrowsDown);
        f.Map(1000, 1);
        Assert.Equal(FaultOutcome.MapErr, f.Store(1001 + 255, 1));
        Assert.Equal(FaultOutcome.Ok, f.Store(1001 + 256, 1));
    }

    [Fact]
    public void WhatCannotBeAccessedNeedsNoGap()
    {
        using EngineFixture f = new();
        f.Map(2000, 2, Prot.ReadWrite, MapFlags.GrowsDown);
        f.Map(1000, 1, Prot.None);
        Assert.Equal(FaultOutcome.Ok, f.Store(1001, 1));
    }

    [Fact]
    public void TheLimitOfTheStackHolds()
    {
        using EngineFixture f = new(options: new MmOptions { Rlimits = new Rlimits { Stack = 10 * Page } });
        f.Map(2000, 2, Prot.ReadWrite, MapFlags.GrowsDown);
        Assert.Equal(FaultOutcome.Ok, f.Store(1992, 1));
        Assert.Equal(FaultOutcome.MapErr, f.Store(1991, 1));
    }

    [Fact]
    public void PlacementLeavesTheGapFree()
    {
        using EngineFixture f = new();
        f.Map(2000, 2, Prot.ReadWrite, MapFlags.GrowsDown);
        ulong below = EngineFixture.At(2000 - 256);
        const MapFlags Flags = MapFlags.Private | MapFlags.Anonymous;
        Assert.Equal((long)(below - Page), f.Mm.Mmap(below - Page, Page, Prot.Read, Flags));
        Assert.NotEqual((long)below, f.Mm.Mmap(below, Page, Prot.Read, Flags));
    }

    [Fact]
    public void OnlyAStackIsMprotectedFromItsStart()
    {
        using EngineFixture f = new();
        f.Map(2000, 4, Prot.ReadWrite, MapFlags.GrowsDown);
        Assert.Equal(0, f.Protect(2002, 1, Prot.Read | Prot.GrowsDown));
        Assert.Equal("2000-2003 r--p, 2003-2004 rw-p", f.Layout());
    }
}
