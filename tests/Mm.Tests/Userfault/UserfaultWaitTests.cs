using Mm.Faults;
using Mm.Files;
using Mm.Tests.Engine;
using Mm.Userfault;
using static Mm.Tests.Engine.EngineFixture;

namespace Mm.Tests.Userfault;

/// <summary>Faults that wait for a monitor. As seen on Linux 6.18; a message that was read tells that its thread waits.</summary>
public sealed class UserfaultWaitTests
{
    public static TheoryData<string> Faults() => new(FaultStrategies.All.Select(strategy => strategy.Name));

    private static Monitored Open(string fault, UserfaultFeatures features = UserfaultFeatures.None, UserfaultfdFlags flags = UserfaultfdFlags.None)
    {
        Assert.True(FaultStrategies.TryGet(fault, out FaultStrategy? strategy));
        Monitored m = new(features, flags, new MmOptions { FaultStrategy = strategy });
        m.F.Map(0, 4);
        Assert.Equal(0, m.Register(0, 4));
        return m;
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task AFaultWaitsForItsPage(string fault)
    {
        using Monitored m = Open(fault);
        Task<byte> load = Monitored.Start(() => m.F.Load(1));
        UserfaultMessage message = m.Next();
        Assert.Equal(new UserfaultMessage(UserfaultEvent.PageFault, At(1)), message);
        Assert.False(load.IsCompleted);
        Assert.Equal(0, m.Copy(1, 1, 42));
        Assert.Equal(42, await load);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task AStoreWaitsAndIsNotLost(string fault)
    {
        using Monitored m = Open(fault, UserfaultFeatures.ExactAddress | UserfaultFeatures.ThreadId);
        Task<FaultOutcome> store = Monitored.Start(() => m.F.Mm.Write(At(1) + 7, [9]));
        UserfaultMessage message = m.Next();
        Assert.Equal((At(1) + 7, AccessKind.Write), (message.Address, message.Access));
        Assert.NotEqual(0, message.ThreadId);
        Assert.Equal(0, m.Zero(1, 1));
        Assert.Equal(FaultOutcome.Ok, await store);
        byte[] bytes = new byte[9];
        m.F.Mm.Read(At(1), bytes);
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 9, 0], bytes);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task UnmappedMeanwhile(string fault)
    {
        using Monitored m = Open(fault);
        Task<FaultOutcome> touch = Monitored.Start(() => m.F.Mm.Touch(At(0), AccessKind.Read));
        m.Next();
        Assert.Equal(0, m.F.Unmap(0, 4));
        Assert.False(touch.IsCompleted);
        Assert.Equal(0, m.Uffd.Wake(At(0), Page));
        Assert.Equal(FaultOutcome.MapErr, await touch);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task ForbiddenMeanwhile(string fault)
    {
        using Monitored m = Open(fault);
        Task<FaultOutcome> touch = Monitored.Start(() => m.F.Mm.Touch(At(0), AccessKind.Write));
        m.Next();
        Assert.Equal(0, m.F.Protect(0, 4, Prot.None));
        m.Uffd.Wake(At(0), Page);
        Assert.Equal(FaultOutcome.AccErr, await touch);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task AWakeWithoutAPageIsAnotherWait(string fault)
    {
        using Monitored m = Open(fault);
        Task<FaultOutcome> touch = Monitored.Start(() => m.F.Mm.Touch(At(2), AccessKind.Read));
        m.Next();
        m.Uffd.Wake(At(2), Page);
        Assert.Equal(At(2), m.Next().Address);
        m.Zero(2, 1);
        Assert.Equal(FaultOutcome.Ok, await touch);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task FillingWithoutWaking(string fault)
    {
        using Monitored m = Open(fault);
        Task<byte> load = Monitored.Start(() => m.F.Load(0));
        m.Next();
        Assert.Equal(0, m.Uffd.Copy(At(0), Monitored.Pages(1, 3), UserfaultFillModes.DontWake, out _));
        Assert.False(load.IsCompleted);
        m.Uffd.Wake(At(0), Page);
        Assert.Equal(3, await load);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task TakingTheRangeBackWakes(string fault)
    {
        using Monitored m = Open(fault);
        Task<byte> load = Monitored.Start(() => m.F.Load(1));
        m.Next();
        Assert.Equal(0, m.Unregister(0, 4));
        Assert.Equal(0, await load);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task ClosingWakes(string fault)
    {
        using Monitored m = Open(fault);
        Task<byte>[] loads = [Monitored.Start(() => m.F.Load(1)), Monitored.Start(() => m.F.Load(2))];
        m.Next();
        m.Uffd.Dispose();
        Assert.Equal(0, await loads[0]);
        Assert.Equal(0, await loads[1]);
    }

    [Fact]
    public async Task ClosingWakesReaders()
    {
        using Monitored m = new();
        Task<long> read = Monitored.Start(() => m.Uffd.Read(new UserfaultMessage[1]));
        m.Uffd.Dispose();
        Assert.Equal(-Errno.EBADF, await read);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void SigbusInsteadOfAWait(string fault)
    {
        using Monitored m = Open(fault, UserfaultFeatures.Sigbus);
        Assert.Equal(FaultOutcome.BusAdrErr, m.F.Mm.Touch(At(0), AccessKind.Read));
        Assert.False(m.Uffd.HasMessage);
        m.Zero(0, 1);
        Assert.Equal(FaultOutcome.Ok, m.F.Mm.Touch(At(0), AccessKind.Read));
    }

    [Fact]
    public void AnotherProcessDoesNotWait()
    {
        using Monitored m = Open("per-vma");
        Assert.Equal(-Errno.EFAULT, m.F.Mm.ReadRemote(At(0), new byte[1]));
        Assert.Equal(-Errno.EFAULT, m.F.Mm.WriteRemote(At(0), new byte[1]));
        Assert.False(m.Uffd.HasMessage);
    }

    [Fact]
    public async Task PopulatingWaits()
    {
        using Monitored m = Open("per-vma");
        Task<long> populate = Monitored.Start(() => m.F.Mm.Madvise(At(0), 3 * Page, Advice.PopulateWrite));
        for (int page = 0; page < 3; page++)
        {
            Assert.Equal(At(page), m.Next().Address);
            m.Copy(page, 1, (byte)(page + 1));
        }
        Assert.Equal(0, await populate);
        Assert.Equal((1, 2, 3), (m.F.Load(0), m.F.Load(1), m.F.Load(2)));
    }

    [Fact]
    public void PopulatingDoesNotWaitForAMonitorOfUserFaultsAlone()
    {
        using Monitored m = Open("per-vma", flags: UserfaultfdFlags.UserModeOnly);
        Assert.Equal(-Errno.EFAULT, m.F.Mm.Madvise(At(0), Page, Advice.PopulateRead));
        Assert.False(m.Uffd.HasMessage);
    }

    [Fact]
    public void AProtectionChangeOfLockedMemoryDoesNotWait()
    {
        using Monitored m = new();
        m.F.Map(0, 4, Prot.Read);
        Assert.Equal(0, m.F.Mm.Mlock(At(0), 4 * Page));
        Assert.Equal(0, m.F.Mm.Madvise(At(0), 4 * Page, Advice.DontNeedLocked));
        m.Register(0, 4);
        Assert.Equal(0, m.F.Protect(0, 4, Prot.ReadWrite));
        Assert.False(m.Uffd.HasMessage);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task SharedMemoryWaitsForPagesThatTheObjectLacks(string fault)
    {
        using Monitored m = Open(fault);
        MmFile file = new(new AddressSpace(m.F.System, 2 * Page, "/memfd:x", isShmem: true));
        m.F.Mm.Mmap(At(10), 2 * Page, Prot.ReadWrite, MapFlags.Shared | MapFlags.Fixed, file);
        m.F.Mm.Mmap(At(20), 2 * Page, Prot.ReadWrite, MapFlags.Shared | MapFlags.Fixed, file);
        m.Register(10, 2);
        m.F.Store(20, 5);
        Assert.Equal(5, m.F.Load(10));
        Task<byte> load = Monitored.Start(() => m.F.Load(11));
        Assert.Equal(At(11), m.Next().Address);
        m.Copy(11, 1, 6);
        Assert.Equal(6, await load);
        Assert.Equal(6, m.F.Load(21));
        file.Mapping.Truncate(0);
    }

    [Fact]
    public async Task AFatalSignalEndsTheWait()
    {
        using CancellationTokenSource signal = new();
        using Monitored m = new(options: new MmOptions { FatalSignal = signal.Token });
        m.F.Map(0, 1);
        m.Register(0, 1);
        Task<FaultOutcome> touch = Monitored.Start(() => m.F.Mm.Touch(At(0), AccessKind.Read));
        m.Next();
        signal.Cancel();
        Assert.Equal(Signal.Kill, (await touch).Signal);
    }
}
