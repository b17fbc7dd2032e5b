using Mm.Locks;

namespace Mm.ReverseMap;

/// <summary>What anonymous pages are registered with, so that their mappings are found (<c>anon_vma</c>).</summary>
/// <remarks>All anon_vmas of a family of forked processes share the lock of their root, so walking a page's mappings takes one lock.</remarks>
public sealed class AnonVma
{
    internal AnonVma(AnonVmaRegistry registry, AnonVma? parent)
    {
        Registry = registry;
        Parent = parent;
        Lock = parent?.Lock ?? new RwSemaphore("anon_vma", "AnonVma.Lock");
        Id = registry.Add(this);
    }

    /// <summary>The lock of the family (<c>anon_vma->root->rwsem</c>).</summary>
    [DefaultLock]
    public RwSemaphore Lock { get; }

    /// <summary>What frames name it by.</summary>
    internal int Id { get; }

    /// <summary>The anon_vma of the mapping that this one's was forked from.</summary>
    internal AnonVma? Parent { get; }

    internal AnonVmaRegistry Registry { get; }

    /// <summary>Mappings that may hold pages registered here, by page offset.</summary>
    [GuardedBy("Lock")]
    internal readonly RmapTree Mappings = new();

    /// <summary>Anon_vmas whose <see cref="Parent"/> is this one.</summary>
    [GuardedBy("Lock")]
    internal int Children;

    /// <summary>Mappings whose <see cref="Vma.AnonVma"/> is this one.</summary>
    [GuardedBy("Lock")]
    internal int ActiveVmas;

    /// <summary>Whether nothing refers to it any more and its number has been given back.</summary>
    [GuardedBy("Lock")]
    internal bool Forgotten;
}

/// <summary>The link between a mapping and one anon_vma (<c>anon_vma_chain</c>): the mapping's entry in that anon_vma's tree.</summary>
internal sealed class AnonVmaChain(Vma vma, AnonVma anonVma) : RmapNode(vma)
{
    internal readonly AnonVma AnonVma = anonVma;

    /// <summary>The mapping's next link; guarded as <see cref="Vma.Chain"/>.</summary>
    internal AnonVmaChain? NextOfVma;
}
