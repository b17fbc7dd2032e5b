using Mm.Strategies;
using Mm.Tests.Engine;
using Mm.Userfault;
using static Mm.Tests.Engine.EngineFixture;

namespace Mm.Tests.Userfault;

/// <summary>Messages about changes of the layout: who changes it waits until they have been read.</summary>
public sealed class UserfaultEventTests
{
    private const UserfaultFeatures Events = UserfaultFeatures.EventUnmap | UserfaultFeatures.EventRemove | UserfaultFeatures.EventRemap;

    public static TheoryData<string> Unmaps() => new(UnmapStrategies.All.Select(strategy => strategy.Name));

    private static UserfaultMessage Gone(int page, int pages) => new(UserfaultEvent.Unmap, At(page), At(page + pages));

    [Theory]
    [MemberData(nameof(Unmaps))]
    public async Task MunmapWaitsForTheReader(string name)
    {
        Assert.True(UnmapStrategies.TryGet(name, out UnmapStrategy? strategy));
        using Monitored m = new(UserfaultFeatures.EventUnmap, options: new MmOptions { UnmapStrategy = strategy });
        m.F.Map(0, 8);
        m.Register(0, 8);
        Task<long> unmap = Monitored.Start(() => m.F.Unmap(2, 2));
        Assert.True(SpinWait.SpinUntil(() => m.Uffd.HasMessage, TimeSpan.FromSeconds(60)));

        // The lock is free, the range is gone, and nothing can be filled in before the message has been read.
        Assert.Equal("0-2 rw-p, 4-8 rw-p", m.F.Layout());
        Assert.False(unmap.IsCompleted);
        Assert.Equal(-Errno.EAGAIN, m.Copy(0, 1, 1, out long copied));
        Assert.Equal(-Errno.EAGAIN, copied);
        Assert.Equal(Gone(2, 2), m.Next());
        Assert.Equal(0, await unmap);
        Assert.Equal(0, m.Copy(0, 1, 1));
    }

    [Fact]
    public async Task OneMessageForAllMappingsOfTheRange()
    {
        using Monitored m = new(Events);
        m.F.Map(1, 2);
        m.F.Map(4, 2, Prot.Read);
        m.Register(1, 5);
        Task<long> unmap = Monitored.Start(() => m.F.Unmap(0, 10));
        Assert.Equal(Gone(0, 10), m.Next());
        Assert.Equal(0, await unmap);
        Assert.False(m.Uffd.HasMessage);
    }

    [Fact]
    public async Task MappingOverARegisteredRangeTells()
    {
        using Monitored m = new(Events);
        m.F.Map(0, 2);
        m.F.Map(4, 2);
        m.Register(0, 8);
        Task<long> map = Monitored.Start(() => m.F.Map(0, 8));
        Assert.Equal(Gone(0, 8), m.Next());
        Assert.Equal((long)At(0), await map);
        Assert.Equal(0, m.F.Load(0));
    }

    [Fact]
    public async Task AFailedUnmapTellsToo()
    {
        using Monitored m = new(Events);
        m.F.Map(0, 4);
        m.F.Map(4, 2, Prot.Read);
        m.F.Mm.Mseal(At(4), 2 * Page);
        m.Register(0, 4);
        Task<long> unmap = Monitored.Start(() => m.F.Unmap(2, 4));
        Assert.Equal(Gone(2, 4), m.Next());
        Assert.Equal(-Errno.EPERM, await unmap);
        Assert.Equal("0-2 rw-p, 2-4 rw-p, 4-6 r--p", m.F.Layout());
    }

    [Fact]
    public async Task PagesGoAfterTheMessage()
    {
        using Monitored m = new(Events);
        m.F.Map(0, 4);
        m.Register(0, 2);
        m.Copy(0, 2, 5);
        Task<long> advise = Monitored.Start(() => m.F.Mm.Madvise(At(0), 4 * Page, Advice.DontNeed));
        Assert.True(SpinWait.SpinUntil(() => m.Uffd.HasMessage, TimeSpan.FromSeconds(60)));
        Assert.Equal(5, m.F.Load(0));
        Assert.Equal(new UserfaultMessage(UserfaultEvent.Remove, At(0), At(2)), m.Next());
        Assert.Equal(0, await advise);
        Assert.Equal(0, m.Copy(0, 1, 6));
        Assert.Equal(6, m.F.Load(0));
    }

    [Fact]
    public async Task EachMappingOfAnAdvisedRangeIsTold()
    {
        using Monitored m = new(Events);
        m.F.Map(0, 8);
        m.Register(0, 2);
        m.Register(4, 2);
        Task<long> advise = Monitored.Start(() => m.F.Mm.Madvise(At(0), 8 * Page, Advice.DontNeed));
        Assert.Equal(new UserfaultMessage(UserfaultEvent.Remove, At(0), At(2)), m.Next());
        Assert.Equal(new UserfaultMessage(UserfaultEvent.Remove, At(4), At(6)), m.Next());
        Assert.Equal(0, await advise);
    }

    [Fact]
    public async Task TheRangeMayBeGoneAfterTheMessage()
    {
        using Monitored m = new(UserfaultFeatures.EventRemove);
        m.F.Map(0, 4);
        m.Register(0, 4);
        Task<long> advise = Monitored.Start(() => m.F.Mm.Madvise(At(0), 4 * Page, Advice.DontNeed));
        Assert.True(SpinWait.SpinUntil(() => m.Uffd.HasMessage, TimeSpan.FromSeconds(60)));
        m.F.Unmap(0, 4);
        m.Next();
        Assert.Equal(-Errno.ENOMEM, await advise);
    }

    [Fact]
    public async Task AMoveIsToldBeforeTheUnmapping()
    {
        using Monitored m = new(Events);
        m.F.Map(0, 4);
        m.Register(0, 4);
        m.Copy(1, 1, 3);
        Task<long> move = Monitored.Start(() => m.F.Mm.Mremap(At(0), 4 * Page, 4 * Page, MremapFlags.MayMove | MremapFlags.Fixed, At(100)));
        Assert.Equal(new UserfaultMessage(UserfaultEvent.Remap, At(0), At(100), 4 * Page), m.Next());
        Assert.Equal(Gone(0, 4), m.Next());
        Assert.Equal((long)At(100), await move);
        Assert.Equal(3, m.F.Load(101));
        Assert.Equal(0, m.Copy(100, 1, 4));
        Assert.Equal(4, m.F.Load(100));
    }

    [Fact]
    public void WithoutTheFeatureAMovedRangeIsNotRegistered()
    {
        using Monitored m = new();
        m.F.Map(0, 4);
        m.Register(0, 4);
        Assert.Equal((long)At(100), m.F.Mm.Mremap(At(0), 4 * Page, 4 * Page, MremapFlags.MayMove | MremapFlags.Fixed, At(100)));
        Assert.Equal(-Errno.ENOENT, m.Copy(100, 1, 4));
        Assert.Equal(0, m.F.Load(100));
    }

    [Fact]
    public void ARegisteredMappingMovesAloneOrNotAtAll()
    {
        using Monitored m = new();
        m.F.Map(0, 2);
        m.F.Map(3, 2);
        m.Register(0, 2);
        Assert.Equal(-Errno.EFAULT, m.F.Mm.Mremap(At(0), 5 * Page, 5 * Page, MremapFlags.MayMove | MremapFlags.Fixed, At(100)));
    }

    [Fact]
    public async Task AForkedChildHasADescriptorOfItsOwn()
    {
        using Monitored m = new(UserfaultFeatures.EventFork, options: new MmOptions { CapSysPtrace = true });
        m.F.Map(0, 2);
        m.Register(0, 2);
        m.Copy(0, 1, 5);
        Task<MmStruct?> fork = Monitored.Start(() => m.F.Mm.Fork(out _));
        UserfaultMessage message = m.Next();
        Assert.Equal(UserfaultEvent.Fork, message.Event);
        using MmStruct child = (await fork)!;
        using Userfaultfd own = message.Child!;
        Assert.Same(child, own.Mm);
        byte[] one = new byte[1];
        child.Read(At(0), one);
        Assert.Equal(5, one[0]);
        Task<FaultOutcome> touch = Monitored.Start(() => child.Touch(At(1), AccessKind.Read));
        Assert.Equal(At(1), Monitored.Next(own).Address);
        Assert.Equal(0, own.ZeroPage(At(1), Page, UserfaultFillModes.None, out _));
        Assert.Equal(FaultOutcome.Ok, await touch);
    }

    [Fact]
    public void WithoutTheFeatureAChildIsNotRegistered()
    {
        using Monitored m = new();
        m.F.Map(0, 2);
        m.Register(0, 2);
        using MmStruct child = m.F.Mm.Fork(out _)!;
        Assert.Equal(FaultOutcome.Ok, child.Touch(At(0), AccessKind.Read));
        child.VerifyInvariants();
    }

    [Fact]
    public async Task ClosingEndsTheWaitForAReader()
    {
        using Monitored m = new(Events);
        m.F.Map(0, 4);
        m.Register(0, 4);
        Task<long> unmap = Monitored.Start(() => m.F.Unmap(0, 2));
        Assert.True(SpinWait.SpinUntil(() => m.Uffd.HasMessage, TimeSpan.FromSeconds(60)));
        m.Uffd.Dispose();
        Assert.Equal(0, await unmap);
    }

    [Fact]
    public async Task AForkWhoseDescriptorNobodyTakesLeavesTheChildUnregistered()
    {
        using Monitored m = new(UserfaultFeatures.EventFork, options: new MmOptions { CapSysPtrace = true });
        m.F.Map(0, 2);
        m.Register(0, 2);
        Task<MmStruct?> fork = Monitored.Start(() => m.F.Mm.Fork(out _));
        Assert.True(SpinWait.SpinUntil(() => m.Uffd.HasMessage, TimeSpan.FromSeconds(60)));
        m.Uffd.Dispose();
        using MmStruct child = (await fork)!;
        Assert.Equal(FaultOutcome.Ok, child.Touch(At(0), AccessKind.Read));
        child.VerifyInvariants();
    }
}
