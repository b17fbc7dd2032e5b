using System.Diagnostics;
using System.Runtime;
using BenchmarkDotNet.Attributes;

namespace Mm.Benchmarks.Engine;

/// <summary>The small operations of <c>mmlab bench</c>, on the engine alone, with what they allocate.</summary>
[MemoryDiagnoser]
[MinColumn]
public class EngineBenchmarks
{
    private const ulong Page = PageMath.Size;
    private const ulong Place = 0x2000_0000_0000;
    private const ulong Crowd = 0x2800_0000_0000;
    private const int Operations = 1024;
    private const MapFlags Anonymous = MapFlags.Private | MapFlags.Anonymous | MapFlags.FixedNoReplace;

    private readonly byte[] _vec = new byte[1];
    private MmSystem _system = null!;
    private MmStruct _mm = null!;

    /// <summary>Mappings that are there beside.</summary>
    [Params(0, 60_000)]
    public int Beside { get; set; }

    /// <summary>Makes the address space.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _system = new MmSystem();
        _mm = new MmStruct(_system);
        for (int i = 0; i < Beside; i++)
        {
            _mm.Mmap(Crowd + ((ulong)i * Page), Page, i % 2 == 0 ? Prot.Read : Prot.ReadWrite, Anonymous);
        }

        // An iteration is one call, too few for the just-in-time compiler to finish within the warm-up: until nothing has been compiled for a while.
        long began = Stopwatch.GetTimestamp();
        long last = began;
        for (long compiled = 0; Stopwatch.GetElapsedTime(last).TotalMilliseconds < 300 && Stopwatch.GetElapsedTime(began).TotalSeconds < 10;)
        {
            RunAll();
            if (JitInfo.GetCompiledMethodCount() is var now && now != compiled)
            {
                (compiled, last) = (now, Stopwatch.GetTimestamp());
            }
        }
    }

    /// <summary>Ends it.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        _mm.Dispose();
        _system.Dispose();
    }

    /// <summary>An empty place. With a setup an iteration is one call, as those of the others are: short enough to fall between interruptions.</summary>
    [IterationSetup(Target = nameof(MapAndUnmap))]
    public void Clear() => Unmap();

    /// <summary>Three pages for what needs a mapping.</summary>
    [IterationSetup(Targets = [nameof(SplitAndMerge), nameof(Find)])]
    public void MapThree() => _mm.Mmap(Place, 3 * Page, Prot.ReadWrite, Anonymous);

    /// <summary>Untouched pages for faults.</summary>
    [IterationSetup(Targets = [nameof(FaultZero), nameof(FaultAnonymous)])]
    public void MapUntouched() => _mm.Mmap(Place, Operations * Page, Prot.ReadWrite, Anonymous);

    /// <summary>Nothing is left.</summary>
    [IterationCleanup(Targets = [nameof(SplitAndMerge), nameof(Find), nameof(FaultZero), nameof(FaultAnonymous)])]
    public void Unmap() => _mm.Munmap(Place, Operations * Page);

    /// <summary>A page is mapped and unmapped.</summary>
    [Benchmark(OperationsPerInvoke = Operations)]
    public void MapAndUnmap()
    {
        for (int i = 0; i < Operations; i++)
        {
            _mm.Mmap(Place, Page, Prot.ReadWrite, Anonymous);
            _mm.Munmap(Place, Page);
        }
    }

    /// <summary>A mapping is split in three and merged again.</summary>
    [Benchmark(OperationsPerInvoke = Operations)]
    public void SplitAndMerge()
    {
        for (int i = 0; i < Operations; i++)
        {
            _mm.Mprotect(Place + Page, Page, Prot.Read);
            _mm.Mprotect(Place + Page, Page, Prot.ReadWrite);
        }
    }

    /// <summary>A page is looked up (mincore).</summary>
    [Benchmark(OperationsPerInvoke = Operations)]
    public void Find()
    {
        for (int i = 0; i < Operations; i++)
        {
            _mm.Mincore(Place, Page, _vec);
        }
    }

    /// <summary>A page is read for the first time.</summary>
    [Benchmark(OperationsPerInvoke = Operations)]
    public void FaultZero()
    {
        for (int i = 0; i < Operations; i++)
        {
            _mm.Touch(Place + ((ulong)i * Page), AccessKind.Read);
        }
    }

    /// <summary>A byte is written to a page for the first time.</summary>
    [Benchmark(OperationsPerInvoke = Operations)]
    public void FaultAnonymous()
    {
        ReadOnlySpan<byte> one = [1];
        for (int i = 0; i < Operations; i++)
        {
            _mm.Write(Place + ((ulong)i * Page), one);
        }
    }

    private void RunAll()
    {
        MapAndUnmap();
        MapThree();
        SplitAndMerge();
        Find();
        Unmap();
        MapUntouched();
        FaultZero();
        FaultAnonymous();
        Unmap();
        MapUntouched();
        FaultAnonymous();
        Unmap();
    }
}
