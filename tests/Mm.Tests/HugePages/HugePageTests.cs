using Mm.Faults;
using Mm.Frames;
using Mm.Tests.Engine;
using static Mm.Tests.Engine.EngineFixture;

namespace Mm.Tests.HugePages;

/// <summary>Huge pages of anonymous memory: where they come, and what splits them. The figures are those that Linux 6.18 showed.</summary>
public sealed class HugePageTests
{
    private const int Huge = HugeFixture.Huge;

    [Theory]
    [InlineData("mmap-lock")]
    [InlineData("per-vma")]
    public void AFaultBringsInTwoMegabytes(string fault)
    {
        Assert.True(FaultStrategies.TryGet(fault, out FaultStrategy? strategy));
        using HugeFixture h = new(options: new MmOptions { FaultStrategy = strategy });
        h.MapHuge(0, 3 * Huge);

        // A read maps the huge zero page, which counts as nothing; a store replaces it.
        Assert.Equal(0, h.F.Load(10));
        Assert.Equal("0-1536 0/0", h.Smaps());
        Assert.True(h.Mm.Tables.IsHuge(At(0)));
        Assert.Equal(FaultOutcome.Ok, h.F.Store(20, 5));
        Assert.Equal("0-1536 512/512", h.Smaps());
        Assert.Equal((5, 0), (h.F.Load(20), h.F.Load(21)));
        h.F.Store(Huge + 1, 6);
        Assert.Equal("0-1536 1024/1024", h.Smaps());
        Assert.Equal(2 * Huge, h.Mm.Counters.RssAnon);
    }

    [Fact]
    public void WithoutAdviceThereAreNone()
    {
        using HugeFixture h = new();
        h.F.Map(0, Huge);
        h.F.Store(0, 1);
        Assert.Equal("0-512 1/0", h.Smaps());
    }

    [Fact]
    public void InAlwaysModeThereAreUnlessAdvisedAgainst()
    {
        using HugeFixture h = new(HugePageMode.Always);
        h.F.Map(0, 2 * Huge);
        h.Advise(Huge, Huge, Advice.NoHugePage);
        h.F.Store(0, 1);
        h.F.Store(Huge, 1);
        Assert.Equal("0-512 512/512, 512-1024 1/0", h.Smaps());
    }

    [Fact]
    public void InNeverModeThereAreNone()
    {
        using HugeFixture h = new(HugePageMode.Never);
        h.MapHuge(0, Huge);
        h.F.Store(0, 1);
        Assert.Equal("0-512 1/0", h.Smaps());
    }

    [Fact]
    public void AProcessCanRefuseThem()
    {
        using HugeFixture h = new();
        h.Mm.SetThpDisabled(true);
        h.MapHuge(0, Huge);
        h.F.Store(0, 1);
        Assert.Equal("0-512 1/0", h.Smaps());
        using MmStruct child = h.Mm.Fork(out _)!;
        Assert.True(child.IsThpDisabled);
        h.Mm.SetThpDisabled(false);
        h.Advise(0, Huge, Advice.DontNeed);
        h.F.Store(0, 1);

        // A table of small pages is there already.
        Assert.Equal("0-512 1/0", h.Smaps());
    }

    [Fact]
    public void OnlyWholeAlignedOnesInsideTheMapping()
    {
        using HugeFixture h = new();
        h.MapHuge(1, 2 * Huge);
        h.F.Store(1, 1);
        h.F.Store(Huge, 1);
        h.F.Store(2 * Huge, 1);
        Assert.Equal("1-1025 514/512", h.Smaps());
    }

    [Fact]
    public void SharedMemoryHasSmallPages()
    {
        using HugeFixture h = new(HugePageMode.Always);
        h.Mm.Mmap(At(0), Huge * Page, Prot.ReadWrite, MapFlags.Shared | MapFlags.Anonymous | MapFlags.Fixed);
        h.F.Store(0, 1);
        Assert.Equal("0-512 1/0", h.Smaps());
    }

    [Fact]
    public void WithoutAHugeFrameSmallOnesDo()
    {
        using HugeFixture h = new(ramPages: 700);
        h.MapHuge(0, 600);
        h.F.Store(0, 1);
        h.F.Store(Huge, 2);
        Assert.Equal((1, 2), (h.F.Load(0), h.F.Load(Huge)));
        Assert.Equal("0-600 2/0", h.Smaps());
    }

    [Fact]
    public void AProtectionChangeInsideSplits()
    {
        using HugeFixture h = new();
        h.MapHuge(0, 2 * Huge);
        h.F.Store(0, 1);
        h.F.Store(Huge + 88, 7);
        h.F.Protect(Huge + 88, 1, Prot.Read);
        Assert.Equal("0-600 600/512, 600-601 1/0, 601-1024 423/0", h.Smaps());
        h.F.Protect(Huge + 88, 1, Prot.ReadWrite);
        Assert.Equal("0-1024 1024/512", h.Smaps());
        Assert.Equal(7, h.F.Load(Huge + 88));
    }

    [Fact]
    public void AProtectionChangeOfTheWholeDoesNot()
    {
        using HugeFixture h = new();
        h.MapHuge(0, Huge);
        h.F.Store(0, 1);
        h.F.Protect(0, Huge, Prot.Read);
        Assert.Equal(FaultOutcome.AccErr, h.F.Store(0, 2));
        h.F.Protect(0, Huge, Prot.ReadWrite);
        Assert.Equal(FaultOutcome.Ok, h.F.Store(5, 2));
        Assert.Equal("0-512 512/512", h.Smaps());
        Assert.Equal((1, 2), (h.F.Load(0), h.F.Load(5)));
    }

    [Fact]
    public void AReadOnlyZeroPageBecomesWritableLater()
    {
        using HugeFixture h = new();
        h.MapHuge(0, Huge, Prot.Read);
        h.F.Load(0);
        Assert.Equal(0, h.F.Protect(0, Huge, Prot.ReadWrite));
        Assert.Equal("0-512 0/0", h.Smaps());
        Assert.Equal(FaultOutcome.Ok, h.F.Store(5, 9));
        Assert.Equal("0-512 512/512", h.Smaps());
    }

    [Fact]
    public void AFlagOfAPartSplits()
    {
        using HugeFixture h = new();
        h.MapHuge(0, 2 * Huge);
        h.F.Store(0, 1);
        h.F.Store(600, 1);
        Assert.Equal(0, h.Advise(700, 10, Advice.Random));
        Assert.Equal("0-700 700/512, 700-710 10/0, 710-1024 314/0", h.Smaps());
    }

    [Fact]
    public void DroppingAPartSplitsAndTheWholeGoesAsOne()
    {
        using HugeFixture h = new();
        h.MapHuge(0, 2 * Huge);
        h.F.Store(0, 1);
        h.F.Store(Huge, 1);
        h.Advise(100, 10, Advice.DontNeed);
        Assert.Equal("0-1024 1014/512", h.Smaps());
        h.Advise(Huge, Huge, Advice.DontNeed);
        Assert.Equal("0-1024 502/0", h.Smaps());
        Assert.Equal((1, 0), (h.F.Load(0), h.F.Load(Huge)));
    }

    [Fact]
    public void DroppingAPartOfTheZeroPageLeavesSmallZeroPages()
    {
        using HugeFixture h = new();
        h.MapHuge(0, Huge);
        h.F.Load(0);
        h.Advise(7, 1, Advice.DontNeed);
        Assert.False(h.Mm.Tables.IsHuge(At(0)));
        Assert.Equal("0-512 0/0", h.Smaps());
        h.F.Store(8, 1);
        Assert.Equal("0-512 1/0", h.Smaps());
    }

    [Fact]
    public void UnmappingAPartSplits()
    {
        using HugeFixture h = new();
        h.MapHuge(0, Huge);
        h.F.Store(0, 3);
        h.F.Unmap(10, 2);
        Assert.Equal("0-10 10/0, 12-512 500/0", h.Smaps());
        Assert.Equal(3, h.F.Load(0));
    }

    [Fact]
    public void FreeingTheWholeKeepsItAndAPartSplits()
    {
        using HugeFixture h = new();
        h.MapHuge(0, 2 * Huge);
        h.F.Store(0, 1);
        h.F.Store(Huge, 1);
        Assert.Equal(0, h.Advise(0, Huge, Advice.Free));
        Assert.Equal("0-1024 1024/1024", h.Smaps());
        StringWriter text = new();
        h.Mm.FormatSmaps(text);
        Assert.Contains("LazyFree:           2048 kB", text.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, h.Advise(Huge, 5, Advice.Free));
        Assert.Equal("0-1024 1024/512", h.Smaps());
    }

    [Fact]
    public void AGuardSplits()
    {
        using HugeFixture h = new();
        h.MapHuge(0, Huge);
        h.F.Store(0, 1);
        Assert.Equal(0, h.Advise(5, 1, Advice.GuardInstall));
        Assert.Equal("0-512 511/0", h.Smaps());
        Assert.Equal(FaultOutcome.MapErr, h.Mm.Touch(At(5), AccessKind.Read));
    }

    [Fact]
    public void LockingAPartSplits()
    {
        using HugeFixture h = new();
        h.MapHuge(0, Huge);
        h.F.Store(0, 1);
        Assert.Equal(0, h.Mm.Mlock(At(5), Page));
        Assert.Equal("0-5 5/0, 5-6 1/0, 6-512 506/0", h.Smaps());
    }

    [Fact]
    public void AMoveToAnAlignedAddressKeepsItAndAnotherSplits()
    {
        using HugeFixture h = new();
        h.MapHuge(0, 2 * Huge);
        h.F.Store(0, 7);
        h.F.Store(600, 8);
        h.Mm.Mremap(At(0), Huge * Page, Huge * Page, MremapFlags.MayMove | MremapFlags.Fixed, At(2048));
        Assert.Equal("512-1024 512/512, 2048-2560 512/512", h.Smaps());
        h.Mm.Mremap(At(512), Huge * Page, Huge * Page, MremapFlags.MayMove | MremapFlags.Fixed, At(3001));
        Assert.Equal("2048-2560 512/512, 3001-3513 512/0", h.Smaps());
        Assert.Equal((7, 8), (h.F.Load(2048), h.F.Load(3001 + 88)));
    }

    [Fact]
    public void AMoveThatKeepsTheOldRangeLeavesItEmpty()
    {
        using HugeFixture h = new();
        h.MapHuge(0, Huge);
        h.F.Store(0, 7);
        h.Mm.Mremap(At(0), Huge * Page, Huge * Page, MremapFlags.MayMove | MremapFlags.DontUnmap | MremapFlags.Fixed, At(2048));
        Assert.Equal("0-512 0/0, 2048-2560 512/512", h.Smaps());
        h.F.Store(0, 1);
        Assert.Equal("0-512 512/512, 2048-2560 512/512", h.Smaps());
        Assert.Equal((1, 7), (h.F.Load(0), h.F.Load(2048)));
    }

    [Fact]
    public void PopulatingOnePageBringsInAll()
    {
        using HugeFixture h = new();
        h.MapHuge(0, 2 * Huge);
        Assert.Equal(0, h.Advise(3, 1, Advice.PopulateWrite));
        Assert.Equal("0-1024 512/512", h.Smaps());
        Assert.Equal(0, h.Advise(0, 2 * Huge, Advice.PopulateWrite));
        Assert.Equal("0-1024 1024/1024", h.Smaps());
    }

    [Fact]
    public void AllOfItIsResident()
    {
        using HugeFixture h = new();
        h.MapHuge(0, Huge);
        h.F.Store(0, 1);
        byte[] vec = new byte[Huge];
        Assert.Equal(0, h.Mm.Mincore(At(0), Huge * Page, vec));
        Assert.DoesNotContain((byte)0, vec);
    }

    [Fact]
    public void AnotherProcessReadsAndWritesIt()
    {
        using HugeFixture h = new();
        h.MapHuge(0, Huge);
        h.F.Store(9, 4);
        byte[] one = new byte[1];
        Assert.Equal(1, h.Mm.ReadRemote(At(9), one));
        Assert.Equal(4, one[0]);
        Assert.Equal(1, h.Mm.WriteRemote(At(10), [5]));
        Assert.Equal(5, h.F.Load(10));
    }

    [Fact]
    public void TheZeroPageIsOneForTheMachine()
    {
        using HugeFixture h = new();
        h.MapHuge(0, 2 * Huge);
        h.F.Load(0);
        h.F.Load(Huge);
        Pfn first = h.Mm.Tables.GetHuge(At(0)).Frame;
        Assert.Equal(first, h.Mm.Tables.GetHuge(At(Huge)).Frame);
        Assert.Equal(0, h.F.System.Frames.Used);
    }
}
