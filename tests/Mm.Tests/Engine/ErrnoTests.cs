using Mm.Files;

namespace Mm.Tests.Engine;

/// <summary>Which error a bad argument gets, and which of two errors comes first.</summary>
public sealed class ErrnoTests
{
    private const ulong Page = EngineFixture.Page;
    private const MapFlags PrivateAnonymous = MapFlags.Private | MapFlags.Anonymous;

    public static TheoryData<ulong, ulong, Prot, MapFlags, ulong, int> BadMaps() => new()
    {
        { 0, 0, Prot.Read, PrivateAnonymous, 0, Errno.EINVAL },
        { 0, Page, Prot.Read, PrivateAnonymous, 1, Errno.EINVAL },
        { 0, Page, Prot.Read, MapFlags.Private, 0, Errno.EBADF },
        { 0, 0, Prot.Read, MapFlags.Private, 0, Errno.EBADF },
        { 0, Page, Prot.Read, MapFlags.Anonymous, 0, Errno.EINVAL },
        { 0, Page, Prot.Read, MapFlags.SharedValidate | MapFlags.Anonymous, 0, Errno.EINVAL },
        { 0, Page, Prot.Read, MapFlags.Shared | MapFlags.Anonymous | MapFlags.GrowsDown, 0, Errno.EINVAL },
        { 0, Page, Prot.Read, PrivateAnonymous | MapFlags.HugeTlb, 0, Errno.ENOMEM },
        { 0, ulong.MaxValue, Prot.Read, PrivateAnonymous, 0, Errno.ENOMEM },
        { 0, PageMath.TaskSize + Page, Prot.Read, PrivateAnonymous, 0, Errno.ENOMEM },
        { 1, Page, Prot.Read, PrivateAnonymous | MapFlags.Fixed, 0, Errno.EINVAL },
        { PageMath.TaskSize, Page, Prot.Read, PrivateAnonymous | MapFlags.Fixed, 0, Errno.ENOMEM },
        { 0, Page, Prot.Read, PrivateAnonymous | MapFlags.Fixed, 0, Errno.EPERM },
        { 0, 64UL << 40, Prot.ReadWrite, PrivateAnonymous, 0, Errno.ENOMEM },
        { 0, Page, Prot.Read, MapFlags.Droppable | MapFlags.Anonymous | MapFlags.Locked, 0, Errno.EINVAL },
    };

    [Theory]
    [MemberData(nameof(BadMaps))]
    public void MmapRefuses(ulong addr, ulong length, Prot prot, MapFlags flags, ulong offset, int errno)
    {
        using EngineFixture f = new();
        Assert.Equal(-errno, f.Mm.Mmap(addr, length, prot, flags, null, offset));
        Assert.Equal(0, f.Mm.Counters.MapCount);
    }

    [Fact]
    public void MmapOfAFileChecksHowItWasOpened()
    {
        using EngineFixture f = new();
        AddressSpace space = new(f.System, 3 * Page, "/tmp/file");
        MmFile readOnly = new(space, FileAccessModes.Read);
        MmFile writeOnly = new(space, FileAccessModes.Write);
        MmFile noExec = new(space) { NoExecMount = true };
        MmFile directory = new(space) { CanMap = false };
        Assert.Equal(-Errno.EACCES, f.Mm.Mmap(0, Page, Prot.ReadWrite, MapFlags.Shared, readOnly));
        Assert.True(f.Mm.Mmap(0, Page, Prot.ReadWrite, MapFlags.Private, readOnly) > 0);
        Assert.Equal(-Errno.EACCES, f.Mm.Mmap(0, Page, Prot.Write, MapFlags.Private, writeOnly));
        Assert.Equal(-Errno.EPERM, f.Mm.Mmap(0, Page, Prot.Read | Prot.Exec, MapFlags.Private, noExec));
        Assert.Equal(-Errno.ENODEV, f.Mm.Mmap(0, Page, Prot.Read, MapFlags.Private, directory));
        Assert.Equal(-Errno.EINVAL, f.Mm.Mmap(0, Page, Prot.Read, MapFlags.Private | MapFlags.GrowsDown, readOnly));
        Assert.Equal(-Errno.EOPNOTSUPP, f.Mm.Mmap(0, Page, Prot.Read, MapFlags.SharedValidate | MapFlags.Sync, readOnly));
        long shared = f.Mm.Mmap(0, Page, Prot.Read, MapFlags.Shared, readOnly);
        Assert.Equal(-Errno.EACCES, f.Mm.Mprotect((ulong)shared, Page, Prot.ReadWrite));
    }

    [Fact]
    public void NoReplaceFindsTheRangeTaken()
    {
        using EngineFixture f = new();
        f.Map(1, 1);
        Assert.Equal(-Errno.EEXIST, f.Mm.Mmap(EngineFixture.At(0), 3 * Page, Prot.Read, PrivateAnonymous | MapFlags.FixedNoReplace));
        Assert.Equal("1-2 rw-p", f.Layout());
    }

    [Fact]
    public void MunmapAndMprotectRefuse()
    {
        using EngineFixture f = new();
        ulong at = EngineFixture.At(0);
        Assert.Equal(-Errno.EINVAL, f.Mm.Munmap(at + 1, Page));
        Assert.Equal(-Errno.EINVAL, f.Mm.Munmap(at, 0));
        Assert.Equal(-Errno.EINVAL, f.Mm.Munmap(PageMath.TaskSize + Page, Page));
        Assert.Equal(-Errno.EINVAL, f.Mm.Munmap(at, ulong.MaxValue));
        Assert.Equal(0, f.Mm.Munmap(at, Page));
        Assert.Equal(-Errno.EINVAL, f.Mm.Mprotect(at + 1, Page, Prot.Read));
        Assert.Equal(0, f.Mm.Mprotect(at, 0, Prot.Read));
        Assert.Equal(-Errno.ENOMEM, f.Mm.Mprotect(at, ulong.MaxValue - 10_000, Prot.Read));
        Assert.Equal(-Errno.EINVAL, f.Mm.Mprotect(at, Page, (Prot)64));
        Assert.Equal(-Errno.EINVAL, f.Mm.Mprotect(at, Page, Prot.GrowsDown | Prot.GrowsUp));
        Assert.Equal(-Errno.ENOMEM, f.Mm.Mprotect(at, Page, Prot.Read));
        f.Map(0, 1);
        Assert.Equal(-Errno.EINVAL, f.Mm.Mprotect(at, Page, Prot.Read | Prot.GrowsDown));
    }

    // rw rw .. rw, protect all -> r  r  .. rw and ENOMEM
    [Fact]
    public void MprotectChangesWhatComesBeforeAHole()
    {
        using EngineFixture f = new();
        f.Map(0, 2);
        f.Map(3, 1);
        Assert.Equal(-Errno.ENOMEM, f.Protect(0, 4, Prot.Read));
        Assert.Equal("0-2 r--p, 3-4 rw-p", f.Layout());
    }

    [Fact]
    public void MremapRefuses()
    {
        using EngineFixture f = new();
        ulong at = EngineFixture.At(0);
        ulong far = EngineFixture.At(100);
        const MremapFlags Move = MremapFlags.MayMove;
        Assert.Equal(-Errno.EFAULT, f.Mm.Mremap(at, Page, 2 * Page, Move));
        f.Map(0, 2);
        f.Map(2, 1, Prot.Read);
        Assert.Equal(-Errno.EINVAL, f.Mm.Mremap(at + 1, Page, Page, Move));
        Assert.Equal(-Errno.EINVAL, f.Mm.Mremap(at, Page, 0, Move));
        Assert.Equal(-Errno.EINVAL, f.Mm.Mremap(at, Page, Page, (MremapFlags)8));
        Assert.Equal(-Errno.EINVAL, f.Mm.Mremap(at, Page, Page, MremapFlags.Fixed, far));
        Assert.Equal(-Errno.EINVAL, f.Mm.Mremap(at, Page, Page, Move | MremapFlags.Fixed, far + 1));
        Assert.Equal(-Errno.EINVAL, f.Mm.Mremap(at, 2 * Page, 2 * Page, Move | MremapFlags.Fixed, at + Page));
        Assert.Equal(-Errno.EINVAL, f.Mm.Mremap(at, Page, 2 * Page, Move | MremapFlags.DontUnmap, far));
        Assert.Equal(-Errno.EINVAL, f.Mm.Mremap(at, 0, Page, Move));
        Assert.Equal(-Errno.EFAULT, f.Mm.Mremap(at, 3 * Page, 4 * Page, Move));
        Assert.Equal(-Errno.ENOMEM, f.Mm.Mremap(at, 2 * Page, 3 * Page, MremapFlags.None));
        Assert.Equal((long)at, f.Mm.Mremap(at, 3 * Page, 3 * Page, MremapFlags.None));
        Assert.Equal("0-2 rw-p, 2-3 r--p", f.Layout());
    }

    [Fact]
    public void MadviseRefusesAndGoesOnBehindHoles()
    {
        using EngineFixture f = new();
        ulong at = EngineFixture.At(0);
        Assert.Equal(-Errno.EINVAL, f.Mm.Madvise(at, Page, (Advice)5));
        Assert.Equal(-Errno.EINVAL, f.Mm.Madvise(at + 1, Page, Advice.Normal));
        Assert.Equal(-Errno.EINVAL, f.Mm.Madvise(at, ulong.MaxValue, Advice.Normal));
        Assert.Equal(0, f.Mm.Madvise(at, 0, Advice.Normal));
        f.Map(0, 1);
        f.Map(2, 1);
        f.Store(2, 1);
        Assert.Equal(-Errno.ENOMEM, f.Mm.Madvise(at, 3 * Page, Advice.DontNeed));
        Assert.Equal(0, f.Load(2));
        f.Map(4, 1, Prot.Read);
        Assert.Equal(-Errno.EINVAL, f.Mm.Madvise(EngineFixture.At(4), Page, Advice.PopulateWrite));
        Assert.Equal(-Errno.EINVAL, f.Mm.Madvise(EngineFixture.At(4), Page, Advice.Remove));
    }

    [Fact]
    public void LocksHaveALimit()
    {
        using EngineFixture f = new(options: new MmOptions { Rlimits = new Rlimits { MemLock = 4 * Page } });
        ulong at = EngineFixture.At(0);
        f.Map(0, 8);
        Assert.Equal(0, f.Mm.Mlock(at, 4 * Page));
        Assert.Equal(0, f.Mm.Mlock(at, 4 * Page));
        Assert.Equal(-Errno.ENOMEM, f.Mm.Mlock(at, 5 * Page));
        Assert.Equal(4UL, f.Mm.Counters.LockedVm);
        Assert.Equal(-Errno.EAGAIN, f.Map(20, 1, Prot.ReadWrite, MapFlags.Locked));
        Assert.Equal(-Errno.EINVAL, f.Mm.Madvise(at, Page, Advice.DontNeed));
        Assert.Equal(0, f.Mm.Munlockall());
        Assert.Equal(0UL, f.Mm.Counters.LockedVm);
        Assert.Equal(-Errno.EINVAL, f.Mm.Mlock2(at, Page, (MlockFlags)2));
        Assert.Equal(-Errno.EINVAL, f.Mm.Mlockall(MlockallFlags.OnFault));
        Assert.Equal(-Errno.ENOMEM, f.Mm.Mlockall(MlockallFlags.Current));
    }

    [Fact]
    public void WithoutAnyLimitToLockNothingCanBe()
    {
        using EngineFixture f = new(options: new MmOptions { Rlimits = new Rlimits { MemLock = 0 } });
        f.Map(0, 1);
        Assert.Equal(-Errno.EPERM, f.Mm.Mlock(EngineFixture.At(0), Page));
        Assert.Equal(-Errno.EPERM, f.Map(1, 1, Prot.Read, MapFlags.Locked));
    }

    [Fact]
    public void TheMapCountLimitIsAsExactAsLinux()
    {
        using EngineFixture f = new(new MmSystemOptions { RamPages = 1024, CpuCount = 2, MaxMapCount = 4 });
        for (int i = 0; i < 5; i++)
            Assert.True(f.Map(i * 4, 3) > 0);
        // One more than the limit is reached, and then nothing is mapped, not even what would merge.
        Assert.Equal(-Errno.ENOMEM, f.Map(3, 1));
        // A hole in the middle needs room below the limit, an edge does not.
        Assert.Equal(-Errno.ENOMEM, f.Unmap(1, 1));
        Assert.Equal(0, f.Unmap(2, 1));
        Assert.Equal(0, f.Unmap(16, 3));
        Assert.Equal(-Errno.ENOMEM, f.Protect(5, 1, Prot.Read));
        Assert.Equal(0, f.Unmap(12, 3));
        // At one below the limit a change in the middle makes its first split, fails at the second, and leaves it.
        Assert.Equal(-Errno.ENOMEM, f.Protect(5, 1, Prot.Read));
        Assert.Equal(4, f.Mm.Counters.MapCount);
    }

    [Fact]
    public void SealedMappingsStay()
    {
        using EngineFixture f = new();
        ulong at = EngineFixture.At(0);
        f.Map(0, 6, Prot.Read);
        Assert.Equal(0, f.Mm.Mseal(EngineFixture.At(4), 2 * Page));
        Assert.Equal(-Errno.EPERM, f.Unmap(2, 4));
        Assert.Equal("0-2 r--p, 2-4 r--p, 4-6 r--p", f.Layout());
        Assert.Equal(-Errno.EPERM, f.Protect(0, 6, Prot.ReadWrite));
        Assert.Equal("0-4 rw-p, 4-6 r--p", f.Layout());
        Assert.Equal(-Errno.EPERM, f.Map(5, 1));
        Assert.Equal(-Errno.EPERM, f.Mm.Mremap(EngineFixture.At(4), Page, 2 * Page, MremapFlags.MayMove));
        Assert.Equal(-Errno.EPERM, f.Mm.Madvise(EngineFixture.At(4), Page, Advice.DontNeed));
        Assert.Equal(-Errno.EINVAL, f.Mm.Mseal(at, Page, 1));
        Assert.Equal(-Errno.ENOMEM, f.Mm.Mseal(at, 100 * Page));
    }

    [Fact]
    public void AKillEndsTheWaitForTheLock()
    {
        using CancellationTokenSource kill = new();
        using EngineFixture f = new(options: new MmOptions { FatalSignal = kill.Token });
        f.Map(0, 1);
        kill.Cancel();
        using ManualResetEventSlim held = new();
        using ManualResetEventSlim done = new();
        Thread holder = new(() =>
        {
            f.Mm.MmapLock.WriteLock();
            held.Set();
            done.Wait();
            f.Mm.MmapLock.WriteUnlock();
        });
        holder.Start();
        held.Wait();
        Assert.Equal(-Errno.EINTR, f.Unmap(0, 1));
        Assert.Equal(-Errno.EINTR, f.Protect(0, 1, Prot.Read));
        done.Set();
        holder.Join();
        Assert.Equal("0-1 rw-p", f.Layout());
    }
}
