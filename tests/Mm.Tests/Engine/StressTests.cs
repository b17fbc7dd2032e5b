using Mm.Faults;
using Mm.Strategies;

namespace Mm.Tests.Engine;

/// <summary>Several threads in one address space. The order of things is up to the scheduler; what must hold whatever it is, is looked at.</summary>
public sealed class StressTests
{
    private const int Region = 64;

    public static TheoryData<string, string> Combinations() => OracleTests.Combinations();

    /// <summary>Each thread owns a region and finds its bytes there whatever the others do to theirs, and in a region that all unmap and map nothing worse
    /// than a
    /// fault happens.</summary>
    [Theory]
    [MemberData(nameof(Combinations))]
    public void ThreadsDoNotDisturbEachOther(string unmapName, string faultName)
    {
        Assert.True(UnmapStrategies.TryGet(unmapName, out UnmapStrategy? unmap));
        Assert.True(FaultStrategies.TryGet(faultName, out FaultStrategy? fault));
        using EngineFixture f = new(options: EngineFixture.With(unmap, fault));
        f.Mm.SkipInvariants = true;
        List<string> problems = [];
        Thread[] threads = new Thread[4];
        for (int t = 0; t < threads.Length; t++)
        {
            int own = t;
            threads[t] = new Thread(() => Work(f, own, problems));
            threads[t].Start();
        }
        foreach (Thread thread in threads)
            thread.Join();
        Assert.Empty(problems);
        f.Mm.VerifyInvariants();
    }

    private static void Work(EngineFixture f, int own, List<string> problems)
    {
        try
        {
            Random random = new(own);
            byte[] one = new byte[1];
            for (int round = 0; round < 300; round++)
            {
                int first = (own * Region) + random.Next(Region / 2);
                int count = 1 + random.Next(Region / 2);
                byte value = (byte)(1 + random.Next(255));
                f.Map(first, count);
                for (int i = first; i < first + count; i++)
                    Expect(f.Store(i, value).IsOk, "a store to the own region failed", problems);
                Shared(f, random);
                for (int i = first; i < first + count; i++)
                {
                    FaultOutcome outcome = f.Mm.Read(EngineFixture.At(i), one);
                    Expect(outcome.IsOk && one[0] == value, $"page {i}: {outcome}, {one[0]} instead of {value}", problems);
                }
                if (random.Next(3) == 0)
                    Expect(f.Protect(first, count, Prot.Read) == 0, "mprotect of the own region failed", problems);
                Expect(f.Unmap(first, count) == 0, "munmap of the own region failed", problems);
                Expect(f.Mm.Touch(EngineFixture.At(first), AccessKind.Read) == FaultOutcome.MapErr, "an unmapped page is there", problems);
            }
        }
        catch (Exception e)
        {
            Expect(false, e.ToString(), problems);
        }
    }

    private static void Shared(EngineFixture f, Random random)
    {
        int page = 1000 + random.Next(24);
        int count = 1 + random.Next(8);
        switch (random.Next(7))
        {
            case 0:
                f.Map(page, count);
                break;
            case 1:
                f.Unmap(page, count);
                break;
            case 2:
                f.Protect(page, count, (Prot)random.Next(4));
                break;
            case 3:
                f.Mm.Madvise(EngineFixture.At(page), (ulong)count * EngineFixture.Page, Advice.DontNeed);
                break;
            case 4:
                ulong target = EngineFixture.At(1100 + random.Next(24));
                const MremapFlags Move = MremapFlags.MayMove | MremapFlags.Fixed;
                f.Mm.Mremap(EngineFixture.At(page), EngineFixture.Page, EngineFixture.Page, Move, target);
                break;
            case 5:
                f.Mm.ReadRemote(EngineFixture.At(page), new byte[5000]);
                break;
            default:
                f.Mm.Touch(EngineFixture.At(page), random.Next(2) == 0 ? AccessKind.Read : AccessKind.Write);
                break;
        }
    }

    private static void Expect(bool condition, string problem, List<string> problems)
    {
        if (condition)
            return;
        lock (problems)
            problems.Add(problem);
    }
}
