using Mm.Faults;
using Mm.Files;
using Mm.Strategies;
using Mm.Tests.Engine;
using Mm.Userfault;

namespace Mm.Tests.Shortage;

/// <summary>
/// Each operation with the first allocation failing, the second, and so on until none does. It ends with ENOMEM (or EAGAIN, where the kernel says that instead,
/// or the signal that kills for memory), the address space is whole, what it need not have taken away is there, the same operation succeeds once there is
/// memory, and in the end not a frame, a byte or a promised page is missing.
/// </summary>
public sealed class ShortageTests
{
    /// <summary>More than any of the operations allocates.</summary>
    private const int MostAllocations = 2000;

    /// <summary>So many are counted one by one. What comes after them are a few large allocations, each of many units.</summary>
    private const int CountedOneByOne = 24;

    private const int ObservedPages = 32;

    public static TheoryData<string, Resource> Scenarios()
    {
        TheoryData<string, Resource> data = [];
        foreach (ShortScenario scenario in ShortScenario.Others)
        {
            foreach (Resource resource in Enum.GetValues<Resource>())
            {
                // Frames that were in use one by one do not become a huge one again, so however many are left it fails.
                if (scenario.Name != "collapse" || resource != Resource.Frames)
                    data.Add(scenario.Name, resource);
            }
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void NothingIsLost(string name, Resource resource) =>
        Sweep(ShortScenario.Others.Single(s => s.Name == name), resource, UnmapStrategies.DetachDowngrade, FaultStrategies.PerVma);

    [Theory]
    [MemberData(nameof(OracleTests.Combinations), MemberType = typeof(OracleTests))]
    public void NothingIsLostWhereRangesAreUnmapped(string unmapName, string faultName)
    {
        Assert.True(UnmapStrategies.TryGet(unmapName, out UnmapStrategy? unmap));
        Assert.True(FaultStrategies.TryGet(faultName, out FaultStrategy? fault));
        foreach (ShortScenario scenario in ShortScenario.OfUnmapping)
        {
            foreach (Resource resource in Enum.GetValues<Resource>())
                Sweep(scenario, resource, unmap, fault);
        }
    }

    /// <summary>A sweep in which nothing ever failed would show nothing: these have to.</summary>
    [Theory]
    [InlineData("first store", Resource.Frames)]
    [InlineData("first store", Resource.NativeMemory)]
    [InlineData("fork", Resource.NativeMemory)]
    [InlineData("mmap", Resource.TreeNodes)]
    [InlineData("mprotect in the middle", Resource.TreeNodes)]
    [InlineData("copy after fork", Resource.Frames)]
    [InlineData("mremap elsewhere", Resource.NativeMemory)]
    [InlineData("populate for writing", Resource.Frames)]
    [InlineData("write a file", Resource.Frames)]
    [InlineData("userfaultfd, copy", Resource.Frames)]
    public void SomethingDoesFail(string name, Resource resource) =>
        Assert.True(Sweep(ShortScenario.Others.Single(s => s.Name == name), resource, UnmapStrategies.DetachDowngrade, FaultStrategies.PerVma) > 0);

    /// <summary>Runs the scenario with 0, 1, 2... allocations that succeed; how often it failed.</summary>
    private static int Sweep(ShortScenario scenario, Resource resource, UnmapStrategy unmap, FaultStrategy fault)
    {
        int failed = 0;
        for (int left = 0; left < MostAllocations; left += 1 + Math.Max(0, (left - CountedOneByOne) / 4))
        {
            if (!Fails(scenario, resource, left, unmap, fault))
                return failed;
            failed++;
        }
        throw new InvalidOperationException($"{scenario.Name} never succeeds");
    }

    private static bool Fails(ShortScenario scenario, Resource resource, int left, UnmapStrategy unmap, FaultStrategy fault)
    {
        using EngineFixture f = new(
            new MmSystemOptions { RamPages = 2048, CpuCount = 1, NativeMemoryLimit = 256L << 20 },
            new MmOptions { UnmapStrategy = unmap, FaultStrategy = fault, CapIpcLock = true });
        object? prepared = scenario.Prepare(f);
        byte?[] before = Contents(f);
        long result;
        using (new Shortage(f, resource, left))
            result = scenario.Run(f, prepared);
        f.Mm.VerifyInvariants();
        Assert.True(result >= 0 || result is -Errno.ENOMEM or -Errno.EAGAIN, $"{scenario.Name}, {left} {resource}: {Errno.Name(-result)}");
        if (result < 0 && !scenario.MayLose)
            Assert.Equal(before, Contents(f));
        if (result < 0)
            TryAgain(scenario, f, prepared, left, resource);
        (prepared as MmStruct)?.Dispose();
        (prepared as Userfaultfd)?.Dispose();
        foreach (MmFile file in prepared is MmFile one ? [one] : Array.Empty<MmFile>())
        {
            f.Mm.Munmap(EngineFixture.Base, 1UL << 30);
            file.Mapping.Truncate(0);
        }
        return result < 0;
    }

    /// <summary>With memory it is as if nothing had been short; only what had been done already can be in the way.</summary>
    private static void TryAgain(ShortScenario scenario, EngineFixture f, object? prepared, int left, Resource resource)
    {
        long result = scenario.Run(f, prepared);
        bool doneInPart = scenario.MayLose || scenario.Name.StartsWith("userfaultfd", StringComparison.Ordinal);
        Assert.True(
            result >= 0 || (doneInPart && result is -Errno.EFAULT or -Errno.EEXIST),
            $"{scenario.Name}, again after {left} {resource}: {Errno.Name(-result)}");
        f.Mm.VerifyInvariants();
    }

    /// <summary>The first byte of each page of the window's beginning, read through the pagemap so that nothing is faulted in; null where no page is.</summary>
    private static byte?[] Contents(EngineFixture f)
    {
        ulong[] entries = new ulong[ObservedPages];
        f.Mm.ReadPagemap(EngineFixture.Base, entries);
        byte?[] bytes = new byte?[ObservedPages];
        byte[] one = new byte[1];
        for (int i = 0; i < ObservedPages; i++)
        {
            if (entries[i] >> 63 != 0 && f.Mm.Read(EngineFixture.At(i), one).IsOk && one[0] != 0)
                bytes[i] = one[0];
        }
        return bytes;
    }
}
