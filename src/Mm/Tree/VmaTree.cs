using Mm.Locks;

namespace Mm.Tree;

/// <summary>The mappings of an address space by address (<c>mm_mt</c>). Lookups need an RCU section of <see cref="Rcu.Domain"/> or the mmap lock.</summary>
public sealed class VmaTree : RangeTree<Vma>
{
    /// <summary>An empty tree.</summary>
    public VmaTree()
        : base(Rcu.Domain)
    {
    }
}
