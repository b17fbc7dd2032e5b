using System.Diagnostics;

namespace Mm.Locks;

/// <summary>Which class of locks has been acquired inside which, over all threads and the whole run.</summary>
internal sealed class OrderGraph
{
    private readonly Dictionary<(LockClass Outer, LockClass Inner), StackTrace> _edges = new();
    private readonly Dictionary<LockClass, List<LockClass>> _inner = new();

    /// <summary>Records that the inner class is acquired while the outer is held.</summary>
    /// <returns>Null, or the edges that lead back from the inner class to the outer one: with this one they make a circle, and it is not recorded.</returns>
    internal List<(LockClass Outer, LockClass Inner, StackTrace Stack)>? Add(LockClass outer, LockClass inner)
    {
        lock (_edges)
        {
            if (_edges.ContainsKey((outer, inner)))
            {
                return null;
            }

            if (PathBetween(inner, outer) is { } path)
            {
                return path;
            }

            _edges.Add((outer, inner), new StackTrace(fNeedFileInfo: true));
            if (!_inner.TryGetValue(outer, out List<LockClass>? list))
            {
                _inner.Add(outer, list = new List<LockClass>());
            }

            list.Add(inner);
            return null;
        }
    }

    internal void Clear()
    {
        lock (_edges)
        {
            _edges.Clear();
            _inner.Clear();
        }
    }

    private List<(LockClass Outer, LockClass Inner, StackTrace Stack)>? PathBetween(LockClass from, LockClass to)
    {
        var cameFrom = new Dictionary<LockClass, LockClass>();
        var open = new Queue<LockClass>();
        open.Enqueue(from);
        while (open.Count > 0)
        {
            LockClass at = open.Dequeue();
            if (ReferenceEquals(at, to))
            {
                return Trail(from, to, cameFrom);
            }

            foreach (LockClass next in _inner.TryGetValue(at, out List<LockClass>? list) ? list : new List<LockClass>())
            {
                if (!ReferenceEquals(next, from) && !cameFrom.ContainsKey(next))
                {
                    cameFrom.Add(next, at);
                    open.Enqueue(next);
                }
            }
        }

        return null;
    }

    private List<(LockClass Outer, LockClass Inner, StackTrace Stack)> Trail(LockClass from, LockClass to, Dictionary<LockClass, LockClass> cameFrom)
    {
        var trail = new List<(LockClass, LockClass, StackTrace)>();
        for (LockClass at = to; !ReferenceEquals(at, from); at = cameFrom[at])
        {
            trail.Insert(0, (cameFrom[at], at, _edges[(cameFrom[at], at)]));
        }

        return trail;
    }
}
