using Mm.Faults;

namespace Mm.Tests.Engine;

/// <summary>Alone, because readers of other tests put the reuse of tree nodes off, and then new ones are made.</summary>
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
[Collection(nameof(AllocationTests))]
public sealed class AllocationTests
{
    /// <summary>Faults, look-ups and the mapping and unmapping of a page use what they used before.</summary>
    [Fact]
    public void TheHotPathsAllocateNothing()
    {
        foreach (FaultStrategy fault in FaultStrategies.All)
        {
            using EngineFixture f = new(options: new MmOptions { FaultStrategy = fault });
            f.Mm.SkipInvariants = true;
            f.Map(0, 64);
            byte[] vec = new byte[1];
            long before = 0;
            // Native chunks, pools and thread statics are made in the first rounds.
            for (int round = 0; round < 40; round++)
            {
                if (round == 20)
                    before = GC.GetAllocatedBytesForCurrentThread();
                for (int i = 0; i < 64; i++)
                {
                    f.Mm.Touch(EngineFixture.At(i), AccessKind.Read);
                    f.Mm.Touch(EngineFixture.At(i), AccessKind.Write);
                    f.Mm.Mincore(EngineFixture.At(i), EngineFixture.Page, vec);
                }
                f.Mm.Madvise(EngineFixture.At(0), 64 * EngineFixture.Page, Advice.DontNeed);
                f.Map(100, 1);
                f.Unmap(100, 1);
            }
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }
}
