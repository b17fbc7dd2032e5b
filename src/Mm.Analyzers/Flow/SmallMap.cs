namespace Mm.Analyzers.Flow;

/// <summary>A key with a number that is unique among the keys of one map.</summary>
internal interface IOrdered
{
    int Id { get; }
}

/// <summary>An immutable map in a sorted array: states hold a handful of entries, and unchanged maps are shared by reference.</summary>
internal sealed class SmallMap<TKey, TValue>
    where TKey : class, IOrdered
    where TValue : class
{
    public static readonly SmallMap<TKey, TValue> Empty = new([]);

    private readonly Entry[] _entries;

    private SmallMap(Entry[] entries) => _entries = entries;

    public int Count => _entries.Length;

    public TKey KeyAt(int index) => _entries[index].Key;

    public TValue ValueAt(int index) => _entries[index].Value;

    public TValue? this[TKey key]
    {
        get
        {
            if (_entries.Length == 0) return null;
            int index = Find(key.Id);
            return index >= 0 ? _entries[index].Value : null;
        }
    }

    public SmallMap<TKey, TValue> Set(TKey key, TValue value)
    {
        int index = Find(key.Id);
        if (index >= 0)
        {
            if (ReferenceEquals(_entries[index].Value, value)) return this;
            var changed = (Entry[])_entries.Clone();
            changed[index] = new Entry(key, value);
            return new SmallMap<TKey, TValue>(changed);
        }
        index = ~index;
        var entries = new Entry[_entries.Length + 1];
        Array.Copy(_entries, entries, index);
        entries[index] = new Entry(key, value);
        Array.Copy(_entries, index, entries, index + 1, _entries.Length - index);
        return new SmallMap<TKey, TValue>(entries);
    }

    public SmallMap<TKey, TValue> Remove(TKey key)
    {
        int index = Find(key.Id);
        if (index < 0) return this;
        if (_entries.Length == 1) return Empty;
        var entries = new Entry[_entries.Length - 1];
        Array.Copy(_entries, entries, index);
        Array.Copy(_entries, index + 1, entries, index, entries.Length - index);
        return new SmallMap<TKey, TValue>(entries);
    }

    public bool Same(SmallMap<TKey, TValue> other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (_entries.Length != other._entries.Length) return false;
        for (int i = 0; i < _entries.Length; i++)
        {
            var (mine, its) = (_entries[i], other._entries[i]);
            if (!ReferenceEquals(mine.Key, its.Key)) return false;
            if (!ReferenceEquals(mine.Value, its.Value) && !mine.Value.Equals(its.Value)) return false;
        }
        return true;
    }

    private int Find(int id)
    {
        int low = 0, high = _entries.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >> 1;
            int at = _entries[middle].Key.Id;
            if (at == id) return middle;
            if (at < id) low = middle + 1;
            else high = middle - 1;
        }
        return ~low;
    }

    private readonly struct Entry(TKey key, TValue value)
    {
        public TKey Key => key;

        public TValue Value => value;
    }
}
