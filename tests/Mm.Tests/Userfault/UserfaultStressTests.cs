using Mm.Faults;
using Mm.Strategies;
using Mm.Tests.Engine;
using Mm.Userfault;
using static Mm.Tests.Engine.EngineFixture;

namespace Mm.Tests.Userfault;

/// <summary>Threads fault, a monitor fills in, others change the layout. Whatever the order: nobody waits for ever, and a page is the monitor's or a signal.</summary>
public sealed class UserfaultStressTests
{
    private const int Pages = 32;

    public static TheoryData<string, string> Combinations() => OracleTests.Combinations();

    [Theory]
    [MemberData(nameof(Combinations))]
    public void EveryFaultEnds(string unmapName, string faultName)
    {
        Assert.True(UnmapStrategies.TryGet(unmapName, out UnmapStrategy? unmap));
        Assert.True(FaultStrategies.TryGet(faultName, out FaultStrategy? fault));
        using Monitored m = new(
            UserfaultFeatures.EventUnmap | UserfaultFeatures.EventRemove, options: With(unmap, fault));
        m.F.Mm.SkipInvariants = true;
        m.F.Map(0, Pages);
        m.Register(0, Pages);
        List<string> problems = [];
        Thread monitor = new(() => Monitor(m, problems));
        monitor.Start();
        Thread[] workers = [.. Enumerable.Range(0, 3).Select(seed => new Thread(() => Work(m, seed, problems)))];
        foreach (Thread worker in workers)
            worker.Start();
        foreach (Thread worker in workers)
            worker.Join();
        m.Uffd.Dispose();
        monitor.Join();
        Assert.Empty(problems);
        m.F.Mm.VerifyInvariants();
    }

    /// <summary>Fills each page with its number; what is there already, or gone meanwhile, is woken.</summary>
    private static void Monitor(Monitored m, List<string> problems)
    {
        UserfaultMessage[] messages = new UserfaultMessage[4];
        while (true)
        {
            long count = m.Uffd.Read(messages);
            if (count == -Errno.EBADF)
                return;
            for (int i = 0; i < count; i++)
            {
                if (messages[i].Event != UserfaultEvent.PageFault)
                    continue;
                int page = (int)((messages[i].Address - Base) / Page);
                long result = m.Copy(page, 1, (byte)(page + 1));
                if (result is not (0 or -Errno.EEXIST or -Errno.ENOENT or -Errno.EAGAIN))
                    Report(problems, $"copy: {Errno.Name(-result)}");
                if (result != 0)
                    m.Uffd.Wake(At(page), Page);
            }
        }
    }

    private static void Work(Monitored m, int seed, List<string> problems)
    {
        Random random = new(seed);
        byte[] one = new byte[1];
        for (int round = 0; round < 150; round++)
        {
            int page = random.Next(Pages);
            int count = 1 + random.Next(Math.Min(4, Pages - page));
            switch (random.Next(8))
            {
                case 0:
                    m.F.Unmap(page, count);
                    break;
                case 1:
                    m.F.Mm.Mmap(At(page), (ulong)count * Page, Prot.ReadWrite, MapFlags.Private | MapFlags.Anonymous | MapFlags.FixedNoReplace);
                    m.Register(page, count);
                    break;
                case 2:
                    m.F.Mm.Madvise(At(page), (ulong)count * Page, Advice.DontNeed);
                    break;
                case 3:
                    m.F.Protect(page, count, random.Next(2) == 0 ? Prot.Read : Prot.ReadWrite);
                    break;
                default:
                    FaultOutcome outcome = m.F.Mm.Read(At(page), one);
                    if (outcome.IsOk && one[0] != page + 1 && one[0] != 0)
                        Report(problems, $"page {page} has {one[0]}");
                    break;
            }
        }
    }

    private static void Report(List<string> problems, string problem)
    {
        lock (problems)
            problems.Add(problem);
    }
}
