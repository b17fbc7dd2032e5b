using System.Diagnostics;
using System.Globalization;

namespace Mm.Benchmarks.Engine;

/// <summary>How much memory a large address space takes: as many mappings as there may be, every page of which has a frame of its own.</summary>
internal static class Capacity
{
    private const ulong Bottom = 0x1000_0000_0000;

    /// <summary>Maps, populates, and prints what the process uses then.</summary>
    internal static int Run(string[] args)
    {
        if (args is not ([] or [_] or [_, _])
            || !int.TryParse(args is [var g, ..] ? g : "320", CultureInfo.InvariantCulture, out int gigabytes)
            || !int.TryParse(args is [_, var v] ? v : "65530", CultureInfo.InvariantCulture, out int vmas)
            || gigabytes < 1 || gigabytes > 8192 || vmas < 1 || vmas > 65_530)
        {
            Console.Error.WriteLine("capacity [GIGABYTES [VMAS]]: 1 to 8192 gigabytes in 1 to 65530 mappings");
            return 64;
        }

        ulong pages = (ulong)gigabytes << (30 - PageMath.Shift);
        long before = Resident();
        using var system = new MmSystem(new MmSystemOptions { RamPages = (long)pages + 1024, Overcommit = OvercommitMode.Always });
        using var mm = new MmStruct(system);
        long began = Stopwatch.GetTimestamp();
        Map(mm, pages, vmas, MapFlags.Populate);
        TimeSpan took = Stopwatch.GetElapsedTime(began);
        if (mm.MapCount != vmas || system.Frames.Used != (long)pages)
        {
            throw new InvalidOperationException($"{mm.MapCount} mappings and {system.Frames.Used} frames are not what was asked for");
        }

        long resident = Resident() - before;
        long managed = GC.GetTotalMemory(forceFullCollection: true);
        Console.WriteLine($"{gigabytes} GB in {vmas:N0} mappings, {pages:N0} pages with frames of their own, mapped in {took.TotalSeconds:F1} s");
        Console.WriteLine($"resident {Megabytes(resident)} MB more than at the start; native {Megabytes(system.NativeMemory.Used)} MB, managed {Megabytes(managed)} MB");
        Console.WriteLine($"{(double)resident / pages:F1} bytes a page; page tables {Megabytes(mm.Tables.TableBytes)} MB");
        return 0;
    }

    /// <summary>Maps pages in so many mappings side by side, whose rights differ so that they stay apart.</summary>
    private static void Map(MmStruct mm, ulong pages, int vmas, MapFlags more)
    {
        ulong at = Bottom;
        for (int i = 0; i < vmas; i++)
        {
            ulong share = (pages / (ulong)vmas) + (i < (int)(pages % (ulong)vmas) ? 1UL : 0);
            Prot prot = i % 2 == 0 ? Prot.ReadWrite : Prot.ReadWrite | Prot.Exec;
            long result = mm.Mmap(at, share * PageMath.Size, prot, MapFlags.Private | MapFlags.Anonymous | MapFlags.FixedNoReplace | more);
            if (result < 0)
            {
                throw new InvalidOperationException($"mmap failed: {result}");
            }

            at += share * PageMath.Size;
        }
    }

    private static long Resident()
    {
        using Process me = Process.GetCurrentProcess();
        me.Refresh();
        return me.WorkingSet64;
    }

    private static string Megabytes(long bytes) => (bytes / 1e6).ToString("N0", CultureInfo.InvariantCulture);
}
