namespace Mm.Tests.Tree;

/// <summary>The oracle of the range tree: every key of a small space by itself, and the value that it has.</summary>
internal sealed class RangeModel(int size)
{
    private readonly string?[] _values = new string?[size];

    internal int Size => _values.Length;

    internal void Set(int start, int end, string? value) => Array.Fill(_values, value, start, end - start);

    /// <summary>The ranges, in order. Values are unlike, so neighbours with one value are one range.</summary>
    internal IEnumerable<(ulong Start, ulong End, string Value)> Ranges()
    {
        for (var i = 0; i < _values.Length;)
        {
            var from = i;
            while (i < _values.Length && ReferenceEquals(_values[i], _values[from]))
            {
                i++;
            }

            if (_values[from] is { } value)
            {
                yield return ((ulong)from, (ulong)i, value);
            }
        }
    }

    internal string? At(int key) => _values[key];

    /// <summary>The highest (or lowest) place for a range, by trying every hole: the rule of Linux, written as it is told.</summary>
    internal ulong? Place(ulong size, ulong low, ulong high, ulong mask, ulong offset, bool topDown, Func<string, ulong> guard)
    {
        var holes = new List<(ulong From, ulong To, string? Above)>();
        var border = 0UL;
        foreach (var (start, end, value) in Ranges())
        {
            holes.Add((border, start, value));
            border = end;
        }

        holes.Add((border, ulong.MaxValue, null));
        if (topDown)
        {
            holes.Reverse();
        }

        foreach (var (from, to, above) in holes)
        {
            var bottom = Math.Max(from, low);
            var top = Math.Min(to, high);
            var allowed = above is null ? ulong.MaxValue : to - Math.Min(to, guard(above));
            if (top <= bottom || top - bottom < size + mask)
            {
                continue;
            }

            if (!topDown)
            {
                var place = bottom + ((offset - bottom) & mask);
                if (place + size <= allowed)
                {
                    return place;
                }

                continue;
            }

            var highest = top - size;
            highest -= (highest - offset) & mask;
            if (highest + size <= allowed)
            {
                return highest;
            }

            if (allowed > bottom && allowed - bottom >= size + mask)
            {
                highest = allowed - size;
                return highest - ((highest - offset) & mask);
            }
        }

        return null;
    }
}
