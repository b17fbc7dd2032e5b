using System.Runtime.CompilerServices;

namespace Mm.Tree;

/// <summary>A range and its value, as the tree has them.</summary>
/// <typeparam name="T">What ranges are mapped to.</typeparam>
/// <param name="Start">Start of the range.</param>
/// <param name="End">Its end (exclusive).</param>
/// <param name="Value">Its value.</param>
public readonly record struct RangeEntry<T>(ulong Start, ulong End, T Value);

/// <summary>The ranges of a tree that overlap a given one.</summary>
/// <typeparam name="T">What ranges are mapped to.</typeparam>
public readonly ref struct RangeEnumerable<T>
    where T : class
{
    private readonly RangeTree<T> _tree;
    private readonly ulong _start;
    private readonly ulong _end;

    internal RangeEnumerable(RangeTree<T> tree, ulong start, ulong end)
    {
        _tree = tree;
        _start = start;
        _end = end;
    }

    /// <summary>An enumerator from the first range on.</summary>
    public RangeEnumerator<T> GetEnumerator() => new(_tree, _start, _end);
}

/// <summary>Walks ranges in ascending order. Keeps its leaf as long as the tree does not change, and finds its place again by address when it does.</summary>
/// <typeparam name="T">What ranges are mapped to.</typeparam>
public ref struct RangeEnumerator<T>
    where T : class
{
    private readonly RangeTree<T> _tree;
    private readonly ulong _end;
    private RangeLeaf? _leaf;
    private ulong _spanEnd;
    private ulong _next;
    private uint _version;
    private int _index;

    internal RangeEnumerator(RangeTree<T> tree, ulong start, ulong end)
    {
        _tree = tree;
        _next = start;
        _end = end;
    }

    /// <summary>The range that the enumerator stands on.</summary>
    public RangeEntry<T> Current { get; private set; }

    /// <summary>Goes to the next range that starts below the end.</summary>
    public bool MoveNext()
    {
        while (_next < _end)
        {
            var leaf = _leaf;
            if (leaf is null || _version != _tree.Version)
            {
                _version = _tree.Version;
                _leaf = leaf = _tree.LeafFor(_next, out _, out _spanEnd);
                _index = leaf.FirstEndingAbove(_next);
            }

            if (_index < leaf.Count)
            {
                var start = leaf.Starts[_index];
                if (start >= _end)
                {
                    return false;
                }

                _next = leaf.Ends[_index];
                Current = new RangeEntry<T>(start, _next, Unsafe.As<T>(leaf.Values[_index])!);
                _index++;
                return true;
            }

            _leaf = null;
            if (_spanEnd == ulong.MaxValue)
            {
                return false;
            }

            _next = _spanEnd;
        }

        return false;
    }
}
