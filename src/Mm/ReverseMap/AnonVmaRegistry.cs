namespace Mm.ReverseMap;

/// <summary>Gives every anon_vma of a machine the number by which frames refer to it.</summary>
internal sealed class AnonVmaRegistry
{
    private readonly Lock _lock = new();
    private readonly List<AnonVma?> _byId = [null];
    private readonly Stack<int> _free = new();

    /// <summary>Registers an anon_vma and returns its number, which is never 0.</summary>
    internal int Add(AnonVma anonVma)
    {
        lock (_lock)
        {
            if (_free.TryPop(out int id))
            {
                _byId[id] = anonVma;
                return id;
            }
            _byId.Add(anonVma);
            return _byId.Count - 1;
        }
    }

    /// <summary>Frees the number of an anon_vma that no mapping and no child refers to any more.</summary>
    internal void Remove(AnonVma anonVma)
    {
        lock (_lock)
        {
            _byId[anonVma.Id] = null;
            _free.Push(anonVma.Id);
        }
    }

    /// <summary>The anon_vma of that number; null if there is none any more.</summary>
    internal AnonVma? Find(int id)
    {
        lock (_lock)
            return (uint)id < (uint)_byId.Count ? _byId[id] : null;
    }
}
