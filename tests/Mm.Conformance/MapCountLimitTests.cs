using System.Globalization;
using Mm.Conformance.Kernel;
using Mm.Conformance.MapCount;
using Xunit.Abstractions;

namespace Mm.Conformance.Tests;

/// <summary>
/// What each operation does when a process has as many mappings as it may have, some fewer, and one more: the results and the layouts that the kernel and the
/// engine leave, splits that were made before a failure included.
/// </summary>
public sealed class MapCountLimitTests(KernelFixture kernel, ITestOutputHelper output) : IClassFixture<KernelFixture>
{
    /// <summary>Fewer mappings than the limit by so many, up to one more than it, which mmap reaches.</summary>
    private const int Lowest = -8;

    private const int Highest = 1;

    /// <summary>A page behind the window.</summary>
    private const int FirstSealed = 70;

    /// <summary>A process is filled with mappings for this test; with a limit far above Linux's own that takes too much memory.</summary>
    private const int MostMappings = 200_000;

    /// <summary>What is there, and the operation. The window is 6 pages of one mapping if nothing else is said.</summary>
    private static readonly string[] s_cases =
    [
        "mmap @40 #1 rw private|anon|fixed",
        "mmap @6 #1 rw private|anon|fixed",
        "mmap @2 #1 r private|anon|fixed",
        "mmap @0 #1 r private|anon|fixed",
        "mmap @0 #6 r private|anon|fixed",
        "mmap @2 #1 rw private|anon|fixed",
        "munmap @2 #1",
        "munmap @0 #1",
        "munmap @4 #9",
        "munmap @0 #6",
        "mprotect @2 #1 r",
        "mprotect @0 #1 r",
        "mprotect @4 #2 r",
        "mprotect @0 #6 r",
        "mlock @2 #1",
        "mlock @0 #3",
        "mlock @0 #6",
        "madvise @2 #1 random",
        "madvise @3 #3 random",
        "madvise @2 #1 dontneed",
        "mremap @0 #6 #3 0",
        "mremap @2 #3 #1 0",
        "mremap @0 #6 #8 0",
        "mremap @0 #6 #6 maymove|fixed @20",
        "mremap @2 #1 #1 maymove|fixed @20",
        "mremap @0 #6 #6 maymove|dontunmap|fixed @20",
        "mmap @6 #1 r private|anon|fixed; mremap @0 #6 #8 maymove @20",
        "mmap @6 #1 r private|anon|fixed; mprotect @5 #1 r",
        "brk ~1",
        "brk ~3; brk ~1",

        // What is sealed stays to the end, so each time it is another place.
        "mmap {0} #6 rw private|anon|fixed; mseal {2} #1",
    ];

    [Fact]
    public void EveryOperationNearTheLimit()
    {
        if (kernel.Subject is not { } subject || !KernelRelease.IsReference(subject.Facts))
        {
            output.WriteLine($"not compared: {(kernel.Subject is null ? kernel.Reason : "this kernel is not the reference")}");
            return;
        }
        int limit = ReadLimit();
        if (limit is <= 0 or > MostMappings)
        {
            output.WriteLine($"not compared: vm.max_map_count is {limit}");
            return;
        }
        subject.Reset();
        using LimitedEngine engine = new(subject.Plan, limit);
        LimitSweep onKernel = new(new LimitedKernel(subject), subject.Plan), onEngine = new(engine, subject.Plan);
        List<string> differences = [];
        HashSet<string> outcomes = [];
        foreach (string line in s_cases)
        {
            for (int offset = Lowest; offset <= Highest; offset++)
            {
                int place = FirstSealed + ((offset - Lowest) * 8);
                string here = line.Replace("{0}", $"@{place}", StringComparison.Ordinal).Replace("{2}", $"@{place + 2}", StringComparison.Ordinal);
                string left = onKernel.Run(here, offset), right = onEngine.Run(here, offset);
                outcomes.Add(left.Split(' ')[0]);
                if (left != right)
                    differences.Add($"limit{offset:+0;-0;+0}: {line}\n    kernel {left}\n    engine {right}");
            }
            output.WriteLine($"{line,-64} {onKernel.Summary}");
        }
        subject.Reset();
        Assert.True(differences.Count == 0, string.Join('\n', differences));
        Assert.Superset(new HashSet<string> { "0", "-ENOMEM", "-EAGAIN", "@6", "@20" }, outcomes);
    }

    private static int ReadLimit() => File.Exists("/proc/sys/vm/max_map_count")
        ? int.Parse(File.ReadAllText("/proc/sys/vm/max_map_count"), CultureInfo.InvariantCulture)
        : 0;
}
