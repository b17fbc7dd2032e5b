using Mm.Faults;
using Mm.Files;

namespace Mm.Tests.Engine;

/// <summary>Alone, because readers of other tests put the reuse of tree nodes off, and then new ones are made.</summary>
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
[Collection(nameof(AllocationTests))]
public sealed class AllocationTests
{
    private const int Pages = 64;
    private const ulong Length = Pages * EngineFixture.Page;

    // Native chunks, pools and thread statics are made in the first rounds.
    private const int WarmUps = 20;
    private const int Rounds = 20;

    // The runtime's own table of casts grows on whatever thread fills it, so one round in which something is allocated proves nothing.
    private const int MayAllocate = 1;

    public static TheoryData<string, string> FaultsAndStrategies()
    {
        TheoryData<string, string> data = [];
        foreach (FaultStrategy strategy in FaultStrategies.All)
        {
            foreach (string kind in (string[])["zero page", "own frame", "store after the zero page", "bytes", "shared file", "private file read", "private file store"])
                data.Add(kind, strategy.Name);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(FaultsAndStrategies))]
    public void A_fault_allocates_nothing(string kind, string strategy)
    {
        using EngineFixture f = Fixture(strategy);
        byte[] one = [1];
        MmFile? file = kind.Contains("file", StringComparison.Ordinal) ? new MmFile(new AddressSpace(f.System, Length, "/tmp/file")) : null;
        MapFlags flags = MapFlags.Fixed | (kind == "shared file" ? MapFlags.Shared : MapFlags.Private) | (file == null ? MapFlags.Anonymous : 0);
        f.Mm.Mmap(EngineFixture.At(0), Length, Prot.ReadWrite, flags, file);
        int allocating = 0;
        for (int round = 0; round < WarmUps + Rounds; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Pages; i++)
            {
                ulong at = EngineFixture.At(i);
                bool done = kind switch
                {
                    "zero page" or "private file read" => f.Mm.Touch(at, AccessKind.Read).IsOk,
                    "bytes" => f.Mm.Write(at, one).IsOk,
                    "store after the zero page" => f.Mm.Touch(at, AccessKind.Read).IsOk && f.Mm.Touch(at, AccessKind.Write).IsOk,
                    _ => f.Mm.Touch(at, AccessKind.Write).IsOk,
                };
                if (!done)
                    Assert.Fail($"the access to page {i} was refused");
            }
            allocating += round >= WarmUps && GC.GetAllocatedBytesForCurrentThread() != before ? 1 : 0;
            f.Mm.Madvise(EngineFixture.At(0), Length, Advice.DontNeed);
        }
        file?.Mapping.Truncate(0);
        Assert.InRange(allocating, 0, MayAllocate);
    }

    [Theory]
    [InlineData("mmap-lock")]
    [InlineData("per-vma")]
    public void Copy_on_write_after_a_fork_allocates_nothing(string strategy)
    {
        using EngineFixture f = Fixture(strategy);
        f.Map(0, Pages);
        byte[] one = [1];
        int allocating = 0;
        for (int round = 0; round < WarmUps + Rounds; round++)
        {
            f.Mm.Write(EngineFixture.At(0), new byte[Length]);
            using MmStruct child = f.Mm.Fork(out _)!;
            child.SkipInvariants = true;
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Pages; i++)
            {
                if (!f.Mm.Write(EngineFixture.At(i), one).IsOk || f.System.Frames.Used < Pages + i)
                    Assert.Fail($"page {i} was not copied");
            }
            allocating += round >= WarmUps && GC.GetAllocatedBytesForCurrentThread() != before ? 1 : 0;
        }
        Assert.InRange(allocating, 0, MayAllocate);
    }

    [Theory]
    [InlineData("mmap-lock")]
    [InlineData("per-vma")]
    public void Looking_up_mapping_and_unmapping_allocate_nothing(string strategy)
    {
        using EngineFixture f = Fixture(strategy);
        f.Map(0, Pages);
        byte[] vec = new byte[1];
        int allocating = 0;
        for (int round = 0; round < WarmUps + Rounds; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Pages; i++)
            {
                f.Mm.Mincore(EngineFixture.At(i), EngineFixture.Page, vec);
                f.Map(100 + i, 1);
                f.Mm.Touch(EngineFixture.At(100 + i), AccessKind.Read);
                f.Protect(100 + i, 1, Prot.Read);
                f.Unmap(100 + i, 1);
            }
            allocating += round >= WarmUps && GC.GetAllocatedBytesForCurrentThread() != before ? 1 : 0;
        }
        Assert.InRange(allocating, 0, MayAllocate);
    }

    private static EngineFixture Fixture(string strategy)
    {
        Assert.True(FaultStrategies.TryGet(strategy, out FaultStrategy? fault));
        EngineFixture f = new(options: new MmOptions { FaultStrategy = fault });
        f.Mm.SkipInvariants = true;
        return f;
    }
}
