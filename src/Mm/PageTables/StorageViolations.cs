namespace Mm.PageTables;

/// <summary>What must never happen, whatever the order of threads.</summary>
public enum StorageViolation
{
    /// <summary>A page table was freed with entries in it: somebody mapped into a range that was being unmapped.</summary>
    LiveTableFreed,

    /// <summary>A CPU used a translation to a frame that was freed since: a flush was forgotten, or came too late.</summary>
    StaleTranslation,

    /// <summary>A mapping whose unmapping writes to it (device memory, hugetlbfs, uprobes) was zapped without that, as if it were ordinary memory.</summary>
    SpecialKindZapped,
}

/// <summary>What was found to be broken on a machine. Empty under every sound strategy.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class StorageViolations
{
    private readonly Lock _lock = new();

    [Locks.GuardedBy("_lock")]
    private readonly List<string> _texts = [];

    private int _count;

    /// <summary>How many there were.</summary>
    /// <remarks>Pairs with the addition in Report, and orders nothing: the texts are read under their lock.</remarks>
    public int Count => Volatile.Read(ref _count);

    /// <summary>The first of them, in words.</summary>
    public IReadOnlyList<string> Texts
    {
        get
        {
            lock (_lock)
            {
                return [.. _texts];
            }
        }
    }

    internal void Report(StorageViolation kind, ulong addr, string what)
    {
        // A sum; nothing is ordered by it.
        Interlocked.Increment(ref _count);
        lock (_lock)
        {
            if (_texts.Count < 100)
            {
                _texts.Add($"{kind} at {addr:x}: {what}");
            }
        }
    }
}
