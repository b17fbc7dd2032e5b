using System.Diagnostics.CodeAnalysis;
using Mm.Locks;

namespace OrdinaryLocks;

/// <summary>A cache behind a reader/writer lock: many look-ups at once, one loader at a time, and a way down from write to read.</summary>
public sealed class ReadMostlyCache<TKey, TValue>(Func<TKey, TValue> load) : IDisposable
    where TKey : notnull
{
    private readonly ReaderWriterLockSlim _lock = new();

    [GuardedBy(nameof(_lock))]
    private readonly Dictionary<TKey, TValue> _entries = [];

    [GuardedBy(nameof(_lock))]
    private long _loads;

    /// <summary>How many values have been loaded.</summary>
    public long Loads
    {
        get
        {
            _lock.EnterReadLock();
            try
            {
                return _loads;
            }
            finally
            {
                _lock.ExitReadLock();
            }
        }
    }

    /// <summary>Looks a value up without loading it.</summary>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        _lock.EnterReadLock();
        try
        {
            return _entries.TryGetValue(key, out value);
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    /// <summary>The value, loaded once: readers go on while one thread, in upgradeable mode, finds out whether it has to write.</summary>
    public TValue GetOrLoad(TKey key)
    {
        _lock.EnterUpgradeableReadLock();
        try
        {
            if (_entries.TryGetValue(key, out var found))
                return found;
            var loaded = load(key);
            _lock.EnterWriteLock();
            try
            {
                Store(key, loaded);
            }
            finally
            {
                _lock.ExitWriteLock();
            }

            return loaded;
        }
        finally
        {
            _lock.ExitUpgradeableReadLock();
        }
    }

    /// <summary>Forgets everything, unless somebody else is busy with the cache for longer than that.</summary>
    public bool TryClear(TimeSpan patience)
    {
        if (!_lock.TryEnterWriteLock(patience))
            return false;
        try
        {
            _entries.Clear();
            return true;
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    [RequiresWrite(nameof(_lock))]
    private void Store(TKey key, TValue value)
    {
        _entries[key] = value;
        _loads++;
    }
}
