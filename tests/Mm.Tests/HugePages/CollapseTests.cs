using Mm.Files;
using Mm.Tests.Engine;
using Mm.Userfault;
using static Mm.Tests.Engine.EngineFixture;

namespace Mm.Tests.HugePages;

/// <summary>madvise(MADV_COLLAPSE), as Linux 6.18 answered.</summary>
public sealed class CollapseTests
{
    private const int Huge = HugeFixture.Huge;

    [Fact]
    public void SmallPagesBecomeAHugeOneWithTheSameBytes()
    {
        using HugeFixture h = new(HugePageMode.Never);
        h.F.Map(0, 2 * Huge);
        h.F.Store(0, 1);
        h.F.Store(100, 2);
        h.F.Load(200);
        Assert.Equal(0, h.Advise(0, Huge, Advice.Collapse));
        Assert.Equal("0-1024 512/512", h.Smaps());
        Assert.Equal((1, 2, 0), (h.F.Load(0), h.F.Load(100), h.F.Load(200)));
        Assert.Equal(FaultOutcome.Ok, h.F.Store(300, 3));
        Assert.Equal("0-1024 512/512", h.Smaps());
        Assert.Equal(0, h.Advise(0, Huge, Advice.Collapse));
    }

    [Fact]
    public void ARangeWithoutPagesEndsIt()
    {
        using HugeFixture h = new();
        h.F.Map(0, 3 * Huge);
        Assert.Equal(-Errno.EINVAL, h.Advise(0, 3 * Huge, Advice.Collapse));
        h.F.Store(0, 1);
        h.F.Store(2 * Huge, 1);
        Assert.Equal(-Errno.EINVAL, h.Advise(0, 3 * Huge, Advice.Collapse));
        Assert.Equal("0-1536 513/512", h.Smaps());
        h.F.Store(Huge, 1);
        Assert.Equal(0, h.Advise(0, 3 * Huge, Advice.Collapse));
        Assert.Equal("0-1536 1536/1536", h.Smaps());
    }

    [Fact]
    public void ARangeWithoutAWholeOne()
    {
        using HugeFixture h = new();
        h.F.Map(0, Huge);
        h.F.Store(0, 1);
        Assert.Equal(0, h.Advise(0, 5, Advice.Collapse));
        Assert.Equal(-Errno.EINVAL, h.Advise(5, 5, Advice.Collapse));
        h.F.Map(1001, 600);
        h.F.Store(1001, 1);
        Assert.Equal(-Errno.EINVAL, h.Advise(1001, 600, Advice.Collapse));
    }

    [Theory]
    [InlineData(Prot.Read)]
    [InlineData(Prot.None)]
    public void RightsDoNotMatter(Prot prot)
    {
        using HugeFixture h = new();
        h.F.Map(0, Huge);
        h.F.Store(0, 7);
        h.F.Protect(0, Huge, prot);
        Assert.Equal(0, h.Advise(0, Huge, Advice.Collapse));
        Assert.Equal("0-512 512/512", h.Smaps());
        h.F.Protect(0, Huge, Prot.ReadWrite);
        Assert.Equal(7, h.F.Load(0));
    }

    [Fact]
    public void WhatForbidsIt()
    {
        using HugeFixture h = new();
        h.F.Map(0, Huge);
        h.F.Store(0, 1);
        h.Advise(0, Huge, Advice.NoHugePage);
        Assert.Equal(-Errno.EINVAL, h.Advise(0, Huge, Advice.Collapse));
        h.F.Map(0, Huge);
        h.F.Store(0, 1);
        h.Advise(5, 1, Advice.GuardInstall);
        Assert.Equal(-Errno.EINVAL, h.Advise(0, Huge, Advice.Collapse));
        h.F.Map(0, Huge);
        h.F.Load(0);
        Assert.Equal(-Errno.EINVAL, h.Advise(0, Huge, Advice.Collapse));
        h.F.Store(1, 1);
        h.Mm.SetThpDisabled(true);
        Assert.Equal(-Errno.EINVAL, h.Advise(0, Huge, Advice.Collapse));
        h.Mm.SetThpDisabled(false);
        Assert.Equal(0, h.Advise(0, Huge, Advice.Collapse));
    }

    [Fact]
    public void AMonitorsHolesAreNotFilled()
    {
        using HugeFixture h = new();
        h.F.Map(0, Huge);
        h.F.Store(0, 1);
        using Userfaultfd uffd = Userfault.Monitored.Open(h.Mm);
        uffd.Register(At(0), Huge * Page, UserfaultModes.Missing, out _);
        Assert.Equal(-Errno.EINVAL, h.Advise(0, Huge, Advice.Collapse));
    }

    [Fact]
    public void ForkedPagesAreCopied()
    {
        using HugeFixture h = new();
        h.F.Map(0, Huge);
        h.F.Store(0, 1);
        using MmStruct child = h.Mm.Fork(out _)!;
        Assert.Equal(0, h.Advise(0, Huge, Advice.Collapse));
        h.F.Store(0, 2);
        Assert.Equal((2, 1), (h.F.Load(0), HugeFixture.Load(child, 0)));
    }

    [Fact]
    public void WithoutAHugeFrame()
    {
        using HugeFixture h = new(ramPages: 600);
        h.F.Map(0, Huge);
        for (int page = 0; page < 200; page++)
            h.F.Store(page, 1);
        Assert.Equal(-Errno.ENOMEM, h.Advise(0, Huge, Advice.Collapse));
        Assert.Equal("0-512 200/0", h.Smaps());
    }

    [Fact]
    public void HolesInTheRangeAreAnErrorAtTheEnd()
    {
        using HugeFixture h = new();
        h.F.Map(0, Huge);
        h.F.Map(2 * Huge, Huge);
        h.F.Store(0, 1);
        h.F.Store(2 * Huge, 1);
        Assert.Equal(-Errno.ENOMEM, h.Advise(0, 3 * Huge, Advice.Collapse));
        Assert.Equal("0-512 512/512, 1024-1536 512/512", h.Smaps());
    }

    /// <summary>The program stores while its pages are collapsed and split: no store is lost.</summary>
    [Fact]
    public void NoStoreIsLost()
    {
        using HugeFixture h = new();
        h.Mm.SkipInvariants = true;
        h.F.Map(0, Huge);
        bool stop = false;
        string? problem = null;
        Thread writer = new(() =>
        {
            byte value = 0;
            byte[] one = new byte[1];
            while (!Volatile.Read(ref stop))
            {
                value++;
                for (int page = 0; page < Huge; page += 37)
                {
                    h.Mm.Write(At(page), [value]);
                    h.Mm.Read(At(page), one);
                    if (one[0] != value)
                        problem = $"page {page}: {one[0]} instead of {value}";
                }
            }
        });
        writer.Start();
        for (int i = 0; i < 100; i++)
        {
            h.Advise(0, Huge, Advice.Collapse);
            h.F.Protect(100, 1, Prot.Read | Prot.Write | Prot.Exec);
            h.F.Protect(100, 1, Prot.ReadWrite);
        }
        Volatile.Write(ref stop, true);
        writer.Join();
        Assert.Null(problem);
    }

    [Fact]
    public void FilesAreNotCollapsed()
    {
        using HugeFixture h = new();
        MmFile file = new(new AddressSpace(h.F.System, Huge * Page, "/file"));
        h.Mm.Mmap(At(0), Huge * Page, Prot.Read, MapFlags.Private | MapFlags.Fixed, file);
        h.F.Load(0);
        h.Advise(0, Huge, Advice.Collapse);
        Assert.Contains("/0", h.Smaps(), StringComparison.Ordinal);
        file.Mapping.Truncate(0);
    }
}
