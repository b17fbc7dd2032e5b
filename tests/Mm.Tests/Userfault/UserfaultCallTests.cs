using Mm.Files;
using Mm.Proc;
using Mm.Tests.Engine;
using Mm.Userfault;
using static Mm.Tests.Engine.EngineFixture;

namespace Mm.Tests.Userfault;

/// <summary>The calls by themselves: arguments, errors, what is registered afterwards. Seen on Linux 6.18.</summary>
public sealed class UserfaultCallTests
{
    [Fact]
    public void FlagsThatNobodyKnowsAreRefused()
    {
        using EngineFixture f = new();
        Assert.Equal(-Errno.EINVAL, f.Mm.CreateUserfaultfd((UserfaultfdFlags)0x10000, out Userfaultfd? uffd));
        Assert.Null(uffd);
    }

    [Fact]
    public void NothingWorksBeforeTheHandshake()
    {
        using EngineFixture f = new();
        f.Map(0, 4);
        Assert.Equal(0, f.Mm.CreateUserfaultfd(UserfaultfdFlags.NonBlock, out Userfaultfd? uffd));
        using (uffd)
        {
            Assert.Equal(-Errno.EINVAL, uffd!.Register(At(0), Page, UserfaultModes.Missing, out _));
            Assert.Equal(-Errno.EINVAL, uffd.Unregister(At(0), Page));
            Assert.Equal(-Errno.EINVAL, uffd.Copy(At(0), Monitored.Pages(1, 1), UserfaultFillModes.None, out _));
            Assert.Equal(-Errno.EINVAL, uffd.ZeroPage(At(0), Page, UserfaultFillModes.None, out _));
            Assert.Equal(-Errno.EINVAL, uffd.Wake(At(0), Page));
            Assert.Equal(-Errno.EINVAL, uffd.Read(new UserfaultMessage[1]));
        }
    }

    [Fact]
    public void TheHandshakeIsOnce()
    {
        using EngineFixture f = new();
        f.Mm.CreateUserfaultfd(UserfaultfdFlags.NonBlock, out Userfaultfd? uffd);
        using (uffd)
        {
            Assert.Equal(-Errno.EINVAL, uffd!.Api(0x55, UserfaultFeatures.None, out _, out _));
            Assert.Equal(-Errno.EINVAL, uffd.Api(0xAA, (UserfaultFeatures)(1UL << 40), out UserfaultFeatures none, out _));
            Assert.Equal(UserfaultFeatures.None, none);
            Assert.Equal(-Errno.EPERM, uffd.Api(0xAA, UserfaultFeatures.EventFork, out _, out _));
            Assert.Equal(0, uffd.Api(0xAA, UserfaultFeatures.None, out UserfaultFeatures supported, out UserfaultCalls calls));
            Assert.Equal(UserfaultFeatures.All, supported);
            Assert.Equal(UserfaultCalls.Register | UserfaultCalls.Unregister | UserfaultCalls.Api, calls);
            Assert.Equal(-Errno.EINVAL, uffd.Api(0xAA, UserfaultFeatures.None, out _, out _));
            Assert.Equal(-Errno.EAGAIN, uffd.Read(new UserfaultMessage[1]));
            Assert.Equal(-Errno.EINVAL, uffd.Read([]));
        }
    }

    [Theory]
    [InlineData(0UL, 0UL)]
    [InlineData(1UL, Page)]
    [InlineData(0UL, Page + 1)]
    [InlineData(ulong.MaxValue - Page + 1 - Base, Page)]
    [InlineData(PageMath.TaskSize - Base, Page)]
    [InlineData(0UL, PageMath.TaskSize)]
    public void RangesThatAreNoneAreRefused(ulong offset, ulong length)
    {
        using Monitored m = new();
        m.F.Map(0, 4);
        ulong start = unchecked(Base + offset);
        Assert.Equal(-Errno.EINVAL, m.Uffd.Register(start, length, UserfaultModes.Missing, out _));
        Assert.Equal(-Errno.EINVAL, m.Uffd.Unregister(start, length));
        Assert.Equal(-Errno.EINVAL, m.Uffd.ZeroPage(start, length, UserfaultFillModes.None, out _));
        Assert.Equal(-Errno.EINVAL, m.Uffd.Wake(start, length));
    }

    [Fact]
    public void RegisteringSplitsAndTakingBackMerges()
    {
        using Monitored m = new();
        m.F.Map(0, 16);
        m.F.Map(20, 4);
        Assert.Equal(0, m.Uffd.Register(At(14), 8 * Page, UserfaultModes.Missing, out UserfaultCalls calls));
        Assert.Equal(UserfaultCalls.Wake | UserfaultCalls.Copy | UserfaultCalls.ZeroPage, calls);
        Assert.Equal("0-14 rw-p, 14-16 rw-p, 20-22 rw-p, 22-24 rw-p", m.F.Layout());
        Assert.Equal(0, m.Register(15, 1));
        Assert.Equal("0-14 rw-p, 14-16 rw-p, 20-22 rw-p, 22-24 rw-p", m.F.Layout());
        Assert.Equal(0, m.Unregister(14, 8));
        Assert.Equal("0-16 rw-p, 20-24 rw-p", m.F.Layout());
    }

    [Fact]
    public void SmapsShowsIt()
    {
        using Monitored m = new();
        m.F.Map(0, 1);
        m.Register(0, 1);
        StringWriter text = new();
        m.F.Mm.FormatSmaps(text);
        Assert.Contains("VmFlags: rd wr mr mw me um ac \n", text.ToString(), StringComparison.Ordinal);
        Assert.Equal("um ", VmFlagNames.Format(VmFlags.UffdMissing));
    }

    [Fact]
    public void WhatCannotBeRegistered()
    {
        using Monitored m = new();
        Assert.Equal(-Errno.EINVAL, m.Register(100, 4));
        Assert.Equal(-Errno.EINVAL, m.Unregister(100, 4));
        m.F.Map(0, 1);
        Assert.Equal(-Errno.EINVAL, m.Uffd.Register(At(0), Page, UserfaultModes.None, out _));
        Assert.Equal(-Errno.EINVAL, m.Uffd.Register(At(0), Page, (UserfaultModes)2, out _));

        MmFile file = new(new AddressSpace(m.F.System, Page, "/file"));
        m.F.Mm.Mmap(At(2), Page, Prot.Read, MapFlags.Private | MapFlags.Fixed, file);
        Assert.Equal(-Errno.EINVAL, m.Register(2, 1));
        Assert.Equal(-Errno.EINVAL, m.Unregister(2, 1));

        MmFile readOnly = new(new AddressSpace(m.F.System, Page, "/memfd:x", isShmem: true), FileAccessModes.Read);
        m.F.Mm.Mmap(At(4), Page, Prot.Read, MapFlags.Shared | MapFlags.Fixed, readOnly);
        Assert.Equal(-Errno.EPERM, m.Register(4, 1));

        m.F.Mm.Mmap(At(6), Page, Prot.ReadWrite, MapFlags.Droppable | MapFlags.Anonymous | MapFlags.Fixed);
        Assert.Equal(-Errno.EINVAL, m.Register(6, 1));
        m.F.Mm.MapSpecial(At(8), Page, Prot.Read | Prot.Exec, SpecialMapping.Vdso);
        Assert.Equal(-Errno.EINVAL, m.Register(8, 1));

        // Without any right the mapping may still be written one day.
        m.F.Map(10, 1, Prot.None);
        Assert.Equal(0, m.Register(10, 1));
        readOnly.Mapping.Truncate(0);
    }

    [Fact]
    public void TwoDescriptorsDoNotShareAMapping()
    {
        using Monitored m = new();
        using Userfaultfd other = Monitored.Open(m.F.Mm);
        m.F.Map(0, 4);
        Assert.Equal(0, m.Register(0, 2));
        Assert.Equal(-Errno.EBUSY, other.Register(At(1), 2 * Page, UserfaultModes.Missing, out _));
        Assert.Equal(0, other.Register(At(2), 2 * Page, UserfaultModes.Missing, out _));
        Assert.Equal("0-2 rw-p, 2-4 rw-p", m.F.Layout());
        Assert.Equal(-Errno.EINVAL, other.Unregister(At(0), Page));

        // Closing one leaves the other's.
        other.Dispose();
        Assert.Equal("0-2 rw-p, 2-4 rw-p", m.F.Layout());
        Assert.Equal(-Errno.EBADF, other.Read(new UserfaultMessage[1]));
        m.Uffd.Dispose();
        Assert.Equal("0-4 rw-p", m.F.Layout());
    }

    [Fact]
    public void NeighboursMergeOnlyIfRegisteredAlike()
    {
        using Monitored m = new();
        m.F.Map(0, 2);
        m.Register(0, 2);
        m.F.Map(2, 2);
        Assert.Equal("0-2 rw-p, 2-4 rw-p", m.F.Layout());
        m.Register(2, 2);
        Assert.Equal("0-4 rw-p", m.F.Layout());
        m.F.Protect(1, 1, Prot.Read);
        m.F.Protect(1, 1, Prot.ReadWrite);
        Assert.Equal("0-4 rw-p", m.F.Layout());
    }

    [Fact]
    public void FillingSaysWhatIsWrong()
    {
        using Monitored m = new();
        m.F.Map(0, 8);
        Assert.Equal(-Errno.ENOENT, m.Copy(0, 1, 1, out long copied));
        Assert.Equal(-Errno.ENOENT, copied);
        Assert.Equal(-Errno.ENOENT, m.Copy(100, 1, 1));
        m.Register(0, 4);
        Assert.Equal(-Errno.ENOENT, m.Copy(3, 2, 1));
        Assert.Equal(-Errno.EINVAL, m.Uffd.Copy(At(0), [], UserfaultFillModes.None, out _));
        Assert.Equal(-Errno.EINVAL, m.Uffd.Copy(At(0), new byte[100], UserfaultFillModes.None, out _));
        Assert.Equal(-Errno.EINVAL, m.Uffd.Copy(At(0) + 1, Monitored.Pages(1, 1), UserfaultFillModes.None, out _));
        Assert.Equal(-Errno.EINVAL, m.Uffd.Copy(At(0), Monitored.Pages(1, 1), (UserfaultFillModes)2, out _));
    }

    [Fact]
    public void FillingStopsAtAPageThatIsThere()
    {
        using Monitored m = new();
        m.F.Map(0, 4);
        m.Register(0, 4);
        Assert.Equal(0, m.Copy(1, 1, 7));
        Assert.Equal(-Errno.EAGAIN, m.Copy(0, 3, 9, out long copied));
        Assert.Equal((long)Page, copied);
        Assert.Equal(-Errno.EEXIST, m.Copy(1, 1, 9, out copied));
        Assert.Equal(-Errno.EEXIST, copied);
        Assert.Equal(0, m.Zero(2, 1));
        Assert.Equal(-Errno.EEXIST, m.Zero(2, 1));
        Assert.Equal((9, 7, 0), (m.F.Load(0), m.F.Load(1), m.F.Load(2)));
    }

    [Fact]
    public void ACopiedPageIsThePrograms()
    {
        using Monitored m = new();
        m.F.Map(0, 2);
        m.Register(0, 2);
        m.Copy(0, 1, 5);
        m.Zero(1, 1);
        Assert.Equal(FaultOutcome.Ok, m.F.Store(0, 6));
        Assert.Equal(FaultOutcome.Ok, m.F.Store(1, 8));
        Assert.Equal((6, 8), (m.F.Load(0), m.F.Load(1)));
        Assert.Equal(2, m.F.Mm.Counters.RssAnon);
    }

    [Fact]
    public void SharedMemoryGetsThePageForAll()
    {
        using Monitored m = new();
        MmFile file = new(new AddressSpace(m.F.System, 2 * Page, "/memfd:x", isShmem: true));
        m.F.Mm.Mmap(At(0), 4 * Page, Prot.ReadWrite, MapFlags.Shared | MapFlags.Fixed, file);
        m.F.Mm.Mmap(At(10), 4 * Page, Prot.Read, MapFlags.Shared | MapFlags.Fixed, file);
        m.F.Mm.Mmap(At(20), 4 * Page, Prot.ReadWrite, MapFlags.Private | MapFlags.Fixed, file);
        Assert.Equal(0, m.Register(0, 4));
        Assert.Equal(0, m.Register(20, 4));

        // Two pages are inside the object.
        Assert.Equal(-Errno.EAGAIN, m.Copy(0, 4, 7, out long copied));
        Assert.Equal(2 * (long)Page, copied);
        Assert.Equal(-Errno.EEXIST, m.Zero(0, 1));
        Assert.Equal(7, m.F.Load(11));
        Assert.Equal(-Errno.EAGAIN, m.Copy(20, 4, 9, out copied));
        Assert.Equal(2 * (long)Page, copied);
        Assert.Equal(-Errno.EFAULT, m.Zero(22, 1));
        Assert.Equal(-Errno.EEXIST, m.Zero(20, 1));
        Assert.Equal((9, 7), (m.F.Load(20), m.F.Load(0)));

        // A page of the object that is in memory is no missing page, and one beyond its end is an error as ever.
        Assert.Equal(FaultOutcome.BusAdrErr, m.F.Mm.Touch(At(2), AccessKind.Read));
        file.Mapping.Truncate(0);
    }

    [Fact]
    public void AnExitedProcessHasNoPages()
    {
        EngineFixture f = new();
        Userfaultfd uffd = Monitored.Open(f.Mm);
        f.Map(0, 1);
        uffd.Register(At(0), Page, UserfaultModes.Missing, out _);
        f.Dispose();
        Assert.Equal(-Errno.ESRCH, uffd.Copy(At(0), Monitored.Pages(1, 1), UserfaultFillModes.None, out _));
        Assert.Equal(-Errno.ENOMEM, uffd.Register(At(0), Page, UserfaultModes.Missing, out _));
        uffd.Dispose();
    }
}
