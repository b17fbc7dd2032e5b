using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using Mm.Locks;

namespace Mm.Benchmarks.Locks;

/// <summary>Uncontended: <see cref="RwSemaphore"/> against <see cref="ReaderWriterLockSlim"/>, which is the baseline of each category.</summary>
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class RwSemaphoreBenchmarks
{
    private readonly RwSemaphore _semaphore = new("benchmark");
    private readonly ReaderWriterLockSlim _slim = new();

    /// <summary>Read.</summary>
    [Benchmark(Baseline = true)]
    [BenchmarkCategory("read")]
    public void SlimRead()
    {
        _slim.EnterReadLock();
        _slim.ExitReadLock();
    }

    /// <summary>Read.</summary>
    [Benchmark]
    [BenchmarkCategory("read")]
    public void Read()
    {
        _semaphore.ReadLock();
        _semaphore.ReadUnlock();
    }

    /// <summary>Write.</summary>
    [Benchmark(Baseline = true)]
    [BenchmarkCategory("write")]
    public void SlimWrite()
    {
        _slim.EnterWriteLock();
        _slim.ExitWriteLock();
    }

    /// <summary>Write.</summary>
    [Benchmark]
    [BenchmarkCategory("write")]
    public void Write()
    {
        _semaphore.WriteLock();
        _semaphore.WriteUnlock();
    }

    /// <summary>From write to read without letting go, by upgradeable mode.</summary>
    [Benchmark(Baseline = true)]
    [BenchmarkCategory("downgrade")]
    public void SlimDowngrade()
    {
        _slim.EnterUpgradeableReadLock();
        _slim.EnterWriteLock();
        _slim.ExitWriteLock();
        _slim.EnterReadLock();
        _slim.ExitUpgradeableReadLock();
        _slim.ExitReadLock();
    }

    /// <summary>From write to read without letting go.</summary>
    [Benchmark]
    [BenchmarkCategory("downgrade")]
    public void Downgrade()
    {
        _semaphore.WriteLock();
        _semaphore.Downgrade();
        _semaphore.ReadUnlock();
    }
}
