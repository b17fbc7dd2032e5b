using System.Runtime.InteropServices;
using Mm;
using MunmapLab.CommandLine;

namespace MunmapLab.Compare;

/// <summary>The machine that runs the lab, and the one that the lab simulates.</summary>
internal static class Machine
{
    /// <summary>Memory that one mapped 4 KB page costs: its page table entry, the metadata of its frame, and their overhead.</summary>
    private const ulong BytesPerPage = 40;

    /// <summary>Memory that everything else takes.</summary>
    private const ulong BaseBytes = 256UL << 20;

    /// <summary>Pages of the simulated machine beyond those of the range: for waiters.</summary>
    private const long SparePages = 1L << 20;

    /// <summary>A simulated machine in whose memory the range fits.</summary>
    public static MmSystemOptions For(ulong size) => new()
    {
        RamPages = (long)(size / 4096) + SparePages,
        Overcommit = OvercommitMode.Always,
    };

    /// <exception cref="UsageException">This machine's memory does not suffice.</exception>
    public static void CheckMemory(ulong size)
    {
        ulong tables = size / 4096 * BytesPerPage;
        ulong needed = BaseBytes + tables;
        ulong available = (ulong)GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (needed > available)
        {
            throw new UsageException(
                $"--size {ByteSize.Format(size)} needs about {needed >> 30} GB of memory for page tables and frames; this machine has {available >> 30} GB");
        }
    }

    /// <summary>What results are labelled with: nothing that identifies the machine.</summary>
    public static IReadOnlyDictionary<string, object> Facts() => new Dictionary<string, object>
    {
        ["os"] = RuntimeInformation.OSDescription,
        ["architecture"] = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant(),
        ["processors"] = Environment.ProcessorCount,
        ["memoryBytes"] = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        ["runtime"] = RuntimeInformation.FrameworkDescription,
    };
}
