using Mm.Locks;

namespace Mm.Protocols;

/// <summary>The claims on ranges of one address space.</summary>
/// <remarks>A claim is added under the mmap lock for write. It may be given up without the mmap lock: who still sees it waits for nothing.</remarks>
internal sealed class RangeClaims
{
    private readonly Lock _lock = new();

    [GuardedBy("_lock")]
    private readonly List<RangeToken> _claims = [];

    private int _count;

    /// <summary>Whether there may be claims. Exact under the mmap lock for write but for claims that are being given up.</summary>
    internal bool Any => Volatile.Read(ref _count) != 0;

    internal void Add(RangeToken token)
    {
        lock (_lock)
        {
            _claims.Add(token);
            Volatile.Write(ref _count, _claims.Count);
        }
    }

    internal void Remove(RangeToken token)
    {
        lock (_lock)
        {
            _claims.Remove(token);
            Volatile.Write(ref _count, _claims.Count);
        }
    }

    /// <summary>A claim that overlaps the range; null if there is none.</summary>
    internal RangeToken? FindOverlap(ulong start, ulong end)
    {
        if (!Any)
            return null;
        lock (_lock)
        {
            foreach (RangeToken token in _claims)
            {
                if (token.Start < end && start < token.End)
                    return token;
            }
        }
        return null;
    }
}
