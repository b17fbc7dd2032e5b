using Mm.Analyzers.Paths;

namespace Mm.Analyzers.LockSets;

/// <summary>A small immutable set of values, in the order of their numbers.</summary>
internal sealed class ValueSet : IEquatable<ValueSet>
{
    public static readonly ValueSet Empty = new([]);

    private readonly SymbolicValue[] _values;

    private ValueSet(SymbolicValue[] values) => _values = values;

    public int Count => _values.Length;

    public SymbolicValue this[int index] => _values[index];

    public bool Contains(SymbolicValue value) => Array.IndexOf(_values, value) >= 0;

    public ValueSet Add(SymbolicValue value)
    {
        if (Contains(value)) return this;
        var values = new SymbolicValue[_values.Length + 1];
        int at = 0;
        while (at < _values.Length && _values[at].Id < value.Id)
        {
            values[at] = _values[at];
            at++;
        }
        values[at] = value;
        Array.Copy(_values, at, values, at + 1, _values.Length - at);
        return new ValueSet(values);
    }

    public ValueSet Remove(SymbolicValue value)
    {
        int index = Array.IndexOf(_values, value);
        if (index < 0) return this;
        if (_values.Length == 1) return Empty;
        var values = new SymbolicValue[_values.Length - 1];
        Array.Copy(_values, values, index);
        Array.Copy(_values, index + 1, values, index, values.Length - index);
        return new ValueSet(values);
    }

    public ValueSet Intersect(ValueSet other)
    {
        if (Equals(other)) return this;
        var result = Empty;
        foreach (var value in _values)
        {
            if (other.Contains(value)) result = result.Add(value);
        }
        return result;
    }

    public ValueSet Union(ValueSet other)
    {
        var result = this;
        foreach (var value in other._values) result = result.Add(value);
        return result;
    }

    public bool IsSubsetOf(ValueSet other)
    {
        foreach (var value in _values)
        {
            if (!other.Contains(value)) return false;
        }
        return true;
    }

    public ValueSet Substitute(ValueTable table, SymbolicValue from, SymbolicValue to)
    {
        var result = this;
        foreach (var value in _values)
        {
            if (value.Mentions(from)) result = result.Remove(value).Add(table.Substitute(value, from, to));
        }
        return result;
    }

    public bool Equals(ValueSet? other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (other is null || _values.Length != other._values.Length) return false;
        for (int i = 0; i < _values.Length; i++)
        {
            if (!ReferenceEquals(_values[i], other._values[i])) return false;
        }
        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as ValueSet);

    public override int GetHashCode() => _values.Length == 0 ? 0 : _values[0].Id;
}
