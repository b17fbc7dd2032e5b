using Mm.Files;
using Mm.Protocols;
using Mm.Strategies;
using Mm.Tests.Engine;
using Mm.Tlb;
using static Mm.Tests.Engine.EngineFixture;

namespace Mm.Tests.SpecialKinds;

/// <summary>Every unmap strategy with every kind of mapping whose unmapping writes to it. The fixture's end asserts that nothing was zapped unreleased.</summary>
public sealed class SpecialUnmapTests
{
    public static TheoryData<string, string> Cases()
    {
        TheoryData<string, string> cases = [];
        foreach (UnmapStrategy strategy in UnmapStrategies.All)
        {
            foreach (string kind in (string[])["device", "uprobe"])
                cases.Add(strategy.Name, kind);
        }
        return cases;
    }

    public static TheoryData<string> Strategies() => new(UnmapStrategies.All.Select(strategy => strategy.Name));

    private static MmFile Code(EngineFixture f) =>
        new(new AddressSpace(f.System, 16 * Page, "/lib/code", reader: static page => [(byte)page, 1, 2, 3]));

    [Theory]
    [MemberData(nameof(Cases))]
    public void AMixedRangeGoesAsAWhole(string name, string kind)
    {
        Assert.True(UnmapStrategies.TryGet(name, out UnmapStrategy? strategy));
        using EngineFixture f = new(options: new MmOptions { UnmapStrategy = strategy });
        DeviceMemory device = new(f.System, 8);
        MmFile code = Code(f);
        f.Map(0, 4);
        f.Store(0, 1);
        if (kind == "device")
        {
            f.Mm.Mmap(At(4), 4 * Page, Prot.ReadWrite, MapFlags.Shared | MapFlags.Fixed, device.Open());
        }
        else
        {
            f.Mm.Mmap(At(4), 4 * Page, Prot.Read | Prot.Exec, MapFlags.Private | MapFlags.Fixed, code);
            Assert.Equal(0, f.Mm.InstallUprobe(At(5) + 1));
            Assert.Equal(0, f.Mm.InstallUprobe(At(7)));
        }
        f.Map(8, 4);
        f.Store(9, 2);

        // A part of the special mapping goes with its neighbour, the rest later.
        Assert.Equal(0, f.Unmap(2, 4));
        Assert.Equal((2, 1), (kind == "device" ? (int)device.TrackedPages : 2, kind == "uprobe" ? f.Mm.UprobeCount : 1));
        Assert.Equal(FaultOutcome.MapErr, f.Mm.Touch(At(5), AccessKind.Read));
        Assert.Equal(FaultOutcome.Ok, f.Mm.Touch(At(6), AccessKind.Read));
        Assert.Equal(0, f.Unmap(0, 12));
        Assert.Equal("", f.Layout());
        Assert.Equal((0, 0), (device.TrackedPages, f.Mm.UprobeCount));
        code.Mapping.Truncate(0);
        device.Dispose();
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void AMappingOverItReleasesItToo(string name, string kind)
    {
        Assert.True(UnmapStrategies.TryGet(name, out UnmapStrategy? strategy));
        using EngineFixture f = new(options: new MmOptions { UnmapStrategy = strategy });
        DeviceMemory device = new(f.System, 8);
        MmFile code = Code(f);
        if (kind == "device")
            f.Mm.Mmap(At(0), 4 * Page, Prot.ReadWrite, MapFlags.Shared | MapFlags.Fixed, device.Open());
        else
            f.Mm.Mmap(At(0), 4 * Page, Prot.Read | Prot.Exec, MapFlags.Private | MapFlags.Fixed, code);
        f.Mm.InstallUprobe(At(1));
        f.Map(0, 4);
        Assert.Equal((0, 0), (device.TrackedPages, f.Mm.UprobeCount));
        Assert.Equal(0, f.Load(1));
        code.Mapping.Truncate(0);
        device.Dispose();
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public void HugePagesOfThePoolGoBackToIt(string name)
    {
        const int Huge = 512;
        Assert.True(UnmapStrategies.TryGet(name, out UnmapStrategy? strategy));
        using EngineFixture f = new(new MmSystemOptions { RamPages = 1 << 14, HugeTlbPages = 4 }, new MmOptions { UnmapStrategy = strategy });
        f.Map(0, Huge);
        f.Map(Huge, 3 * Huge, more: MapFlags.HugeTlb);
        f.Map(4 * Huge, Huge);
        for (int page = 10; page < 5 * Huge; page += Huge)
            f.Store(page, 1);

        // Inside a page the range cannot end, and nothing is gone then.
        Assert.Equal(-Errno.EINVAL, f.Unmap(0, Huge + 7));
        Assert.Equal((1, 1), (f.Load(Huge + 10), f.System.Frames.HugeTlbFree));
        Assert.Equal(0, f.Unmap(5, 2 * Huge - 5));
        Assert.Equal(2, f.System.Frames.HugeTlbFree);
        Assert.Equal(0, f.Unmap(0, 5 * Huge));
        Assert.Equal((4, ""), (f.System.Frames.HugeTlbFree, f.Layout()));
    }

    /// <summary>What the fall-back is for: the same steps without it are noticed.</summary>
    [Fact]
    public void AStrategyThatForgetsTheKindsIsReported()
    {
        MmSystem system = new(new MmSystemOptions { RamPages = 1 << 12 });
        DeviceMemory device = new(system, 1);
        MmStruct mm = new(system, new MmOptions { UnmapStrategy = new Forgetful() });
        mm.Mmap(At(0), Page, Prot.Read, MapFlags.Shared | MapFlags.Fixed, device.Open());
        Assert.Equal(0, mm.Munmap(At(0), Page));
        Assert.Equal(1, system.Violations.Count);
        Assert.Contains("PfnMap", system.Violations.Texts[0], StringComparison.Ordinal);
        Assert.Equal(1, device.TrackedPages);
        mm.Dispose();
        device.Dispose();
        system.Dispose();
    }

    [Fact]
    public void TheOlderDesignsFallBackAndTodaysReleaseFirst()
    {
        string[] classic = [.. UnmapStrategies.All.Where(s => s.LockSteps.Any(step => step.Contains("classic", StringComparison.Ordinal)
            && step.Contains("hugetlbfs", StringComparison.Ordinal))).Select(s => s.Name)];
        Assert.Equal(["mark-deleted", "vm-dead"], classic);
        string[] first = [.. UnmapStrategies.All.Where(s => s.LockSteps.Any(step => step.Contains("writes", StringComparison.Ordinal))).Select(s => s.Name)];
        Assert.Equal(["pud-collect", "detach-downgrade", "maple-order", "gather-complete", "range-lock"], first);
    }

    /// <summary>Detach, downgrade, zap, and nothing about special mappings.</summary>
    private sealed class Forgetful : UnmapStrategy
    {
        public override string Name => "forgetful";

        public override string Origin => "a test";

        public override bool Sound => false;

        public override IReadOnlyList<string> LockSteps { get; } = [];

        public override long Unmap(MmStruct mm, ulong start, ulong end)
        {
            mm.MmapLock.WriteLock();
            DetachedRange? range = mm.GatherDetached(start, end, out long error);
            if (range == null)
            {
                mm.MmapLock.WriteUnlock();
                return error;
            }
            mm.EraseDetached(range);
            mm.MmapLock.Downgrade();
            MmuGather gather = mm.StartGather();
            mm.ZapDetached(range, ref gather);
            mm.FreeDetachedTables(range, ref gather);
            gather.Finish();
            mm.RemoveDetached(range);
            mm.MmapLock.ReadUnlock();
            return 0;
        }

        public override long UnmapLocked(MmStruct mm, ulong start, ulong end) => UnmapStrategies.Classic.UnmapLocked(mm, start, end);
    }
}
