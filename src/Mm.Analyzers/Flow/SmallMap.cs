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
    public static readonly SmallMap<TKey, TValue> Empty = new([], []);

    private readonly TKey[] _keys;
    private readonly TValue[] _values;

    private SmallMap(TKey[] keys, TValue[] values)
    {
        _keys = keys;
        _values = values;
    }

    public int Count => _keys.Length;

    public TKey KeyAt(int index) => _keys[index];

    public TValue ValueAt(int index) => _values[index];

    public TValue? this[TKey key]
    {
        get
        {
            int index = Find(key.Id);
            return index >= 0 ? _values[index] : null;
        }
    }

    public SmallMap<TKey, TValue> Set(TKey key, TValue value)
    {
        int index = Find(key.Id);
        if (index >= 0)
        {
            if (ReferenceEquals(_values[index], value)) return this;
            var values = (TValue[])_values.Clone();
            values[index] = value;
            return new SmallMap<TKey, TValue>(_keys, values);
        }
        index = ~index;
        var newKeys = new TKey[_keys.Length + 1];
        var newValues = new TValue[_keys.Length + 1];
        Array.Copy(_keys, newKeys, index);
        Array.Copy(_values, newValues, index);
        newKeys[index] = key;
        newValues[index] = value;
        Array.Copy(_keys, index, newKeys, index + 1, _keys.Length - index);
        Array.Copy(_values, index, newValues, index + 1, _keys.Length - index);
        return new SmallMap<TKey, TValue>(newKeys, newValues);
    }

    public SmallMap<TKey, TValue> Remove(TKey key)
    {
        int index = Find(key.Id);
        if (index < 0) return this;
        if (_keys.Length == 1) return Empty;
        var keys = new TKey[_keys.Length - 1];
        var values = new TValue[_keys.Length - 1];
        Array.Copy(_keys, keys, index);
        Array.Copy(_values, values, index);
        Array.Copy(_keys, index + 1, keys, index, keys.Length - index);
        Array.Copy(_values, index + 1, values, index, keys.Length - index);
        return new SmallMap<TKey, TValue>(keys, values);
    }

    public bool Same(SmallMap<TKey, TValue> other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (_keys.Length != other._keys.Length) return false;
        for (int i = 0; i < _keys.Length; i++)
        {
            if (!ReferenceEquals(_keys[i], other._keys[i])) return false;
            if (!ReferenceEquals(_values[i], other._values[i]) && !_values[i].Equals(other._values[i])) return false;
        }
        return true;
    }

    private int Find(int id)
    {
        int low = 0, high = _keys.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >> 1;
            int at = _keys[middle].Id;
            if (at == id) return middle;
            if (at < id) low = middle + 1;
            else high = middle - 1;
        }
        return ~low;
    }
}
