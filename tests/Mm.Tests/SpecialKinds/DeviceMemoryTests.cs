using Mm.Files;
using Mm.Proc;
using Mm.Strategies;
using Mm.Tests.Engine;
using static Mm.Tests.Engine.EngineFixture;

namespace Mm.Tests.SpecialKinds;

/// <summary>Memory that a driver maps by frame number (VM_PFNMAP).</summary>
public sealed class DeviceMemoryTests
{
    private static EngineFixture Open(out DeviceMemory device, string strategy = "detach-downgrade")
    {
        Assert.True(UnmapStrategies.TryGet(strategy, out UnmapStrategy? unmap));
        EngineFixture f = new(options: new MmOptions { UnmapStrategy = unmap });
        device = new DeviceMemory(f.System, 8);
        return f;
    }

    private static long Map(EngineFixture f, DeviceMemory device, int page, int pages, Prot prot = Prot.ReadWrite, int offset = 0) =>
        f.Mm.Mmap(At(page), (ulong)pages * Page, prot, MapFlags.Shared | MapFlags.Fixed, device.Open(), (ulong)offset * Page);

    [Fact]
    public void ItIsThereAtOnceAndCountsAsNothing()
    {
        using EngineFixture f = Open(out DeviceMemory device);
        Assert.Equal((long)At(0), Map(f, device, 0, 4));
        Assert.Equal(4, device.TrackedPages);
        Assert.Equal(FaultOutcome.Ok, f.Store(1, 7));
        Assert.Equal(7, f.Load(1));
        MmCounters counters = f.Mm.Counters;
        Assert.Equal((0, 0, 0), (counters.RssAnon, counters.RssFile, counters.RssShmem));
        StringWriter text = new();
        f.Mm.FormatSmaps(text);
        Assert.Contains("VmFlags: rd wr sh mr mw me ms pf io de dd \n", text.ToString(), StringComparison.Ordinal);
        byte[] resident = new byte[4];
        Assert.Equal(0, f.Mm.Mincore(At(0), 4 * Page, resident));
        Assert.Equal([1, 1, 1, 1], resident);

        // Another mapping of the device sees the store; it is the same memory.
        Map(f, device, 10, 1, offset: 1);
        Assert.Equal(7, f.Load(10));
        f.Unmap(0, 4);
        f.Unmap(10, 1);
        Assert.Equal(0, device.TrackedPages);
        device.Dispose();
    }

    [Fact]
    public void WhatTheDriverRefuses()
    {
        using EngineFixture f = Open(out DeviceMemory device);
        Assert.Equal(-Errno.EINVAL, f.Mm.Mmap(At(0), Page, Prot.Read, MapFlags.Private | MapFlags.Fixed, device.Open()));
        Assert.Equal(-Errno.EINVAL, Map(f, device, 0, 9));
        Assert.Equal(-Errno.EINVAL, Map(f, device, 0, 4, offset: 5));
        Assert.Equal(-Errno.EACCES, f.Mm.Mmap(At(0), Page, Prot.ReadWrite, MapFlags.Shared | MapFlags.Fixed, device.Open(FileAccessModes.Read)));
        Assert.Equal("", f.Layout());
        device.Dispose();
    }

    [Fact]
    public void OtherProcessesCannotReachIt()
    {
        using EngineFixture f = Open(out DeviceMemory device);
        Map(f, device, 0, 2);
        Assert.Equal(-Errno.EFAULT, f.Mm.ReadRemote(At(0), new byte[1]));
        Assert.Equal(-Errno.EFAULT, f.Mm.WriteRemote(At(0), new byte[1]));
        f.Unmap(0, 2);
        device.Dispose();
    }

    [Fact]
    public void AdviceThatDropsPagesIsRefused()
    {
        using EngineFixture f = Open(out DeviceMemory device);
        Map(f, device, 0, 2);
        foreach (Advice advice in (Advice[])[Advice.DontNeed, Advice.DontNeedLocked, Advice.Free, Advice.Cold, Advice.GuardInstall, Advice.Collapse])
            Assert.Equal(-Errno.EINVAL, f.Mm.Madvise(At(0), 2 * Page, advice));
        Assert.Equal(-Errno.EINVAL, f.Mm.Madvise(At(0), Page, Advice.PopulateRead));
        Assert.Equal(-Errno.EINVAL, f.Mm.Madvise(At(0), Page, Advice.DoFork));
        f.Unmap(0, 2);
        device.Dispose();
    }

    [Fact]
    public void RightsChangeAndNeighboursNeverMerge()
    {
        using EngineFixture f = Open(out DeviceMemory device);
        MmFile file = device.Open();
        f.Mm.Mmap(At(0), 4 * Page, Prot.ReadWrite, MapFlags.Shared | MapFlags.Fixed, file);
        f.Protect(1, 1, Prot.Read);
        Assert.Equal(FaultOutcome.AccErr, f.Store(1, 1));
        f.Protect(1, 1, Prot.ReadWrite);
        Assert.Equal(FaultOutcome.Ok, f.Store(1, 2));
        Assert.Equal("0-1 rw-s, 1-2 rw-s, 2-4 rw-s", f.Layout());
        Assert.Equal(4, device.TrackedPages);
        f.Unmap(0, 4);
        Assert.Equal(0, device.TrackedPages);
        device.Dispose();
    }

    [Fact]
    public void AMoveTakesTheEntryAlong()
    {
        using EngineFixture f = Open(out DeviceMemory device);
        Map(f, device, 0, 4);
        f.Store(2, 9);
        Assert.Equal(-Errno.EFAULT, f.Mm.Mremap(At(0), 4 * Page, 5 * Page, MremapFlags.MayMove));
        Assert.Equal((long)At(100), f.Mm.Mremap(At(1), 2 * Page, 2 * Page, MremapFlags.MayMove | MremapFlags.Fixed, At(100)));
        Assert.Equal("0-1 rw-s, 3-4 rw-s, 100-102 rw-s", f.Layout());
        Assert.Equal(9, f.Load(101));
        Assert.Equal(4, device.TrackedPages);
        f.Unmap(0, 200);
        Assert.Equal(0, device.TrackedPages);
        device.Dispose();
    }

    [Fact]
    public void AChildHasItToo()
    {
        using EngineFixture f = Open(out DeviceMemory device);
        Map(f, device, 0, 2);
        f.Store(0, 5);
        using (MmStruct child = f.Mm.Fork(out _)!)
        {
            byte[] one = new byte[1];
            Assert.Equal(FaultOutcome.Ok, child.Read(At(0), one));
            Assert.Equal(5, one[0]);
            child.Write(At(0), [6]);
            Assert.Equal(4, device.TrackedPages);
        }
        Assert.Equal(6, f.Load(0));
        Assert.Equal(2, device.TrackedPages);
        f.Unmap(0, 2);
        device.Dispose();
    }

    [Fact]
    public void APageThatIsNotThereIsSigbus()
    {
        using EngineFixture f = Open(out DeviceMemory device);
        Map(f, device, 0, 1);
        f.Mm.Mremap(At(0), Page, Page, MremapFlags.MayMove | MremapFlags.Fixed, At(4));
        Assert.Equal(FaultOutcome.MapErr, f.Mm.Touch(At(0), AccessKind.Read));
        Assert.Equal("pf ", VmFlagNames.Format(VmFlags.PfnMap | VmFlags.PfnTracked));
        f.Unmap(4, 1);
        device.Dispose();
    }
}
