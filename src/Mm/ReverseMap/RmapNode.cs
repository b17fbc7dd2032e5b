namespace Mm.ReverseMap;

/// <summary>A mapping's entry in an <see cref="RmapTree"/>: which pages of the object it maps.</summary>
/// <remarks>The fields belong to the tree that the node is in, and are touched under that tree's lock only.</remarks>
internal class RmapNode(Vma vma)
{
    /// <summary>The mapping.</summary>
    internal readonly Vma Vma = vma;

    /// <summary>First and last page of the object that the mapping covers, as of its insertion.</summary>
    internal ulong First, Last;

    /// <summary>The address at which <see cref="First"/> is mapped.</summary>
    internal ulong Address;

    /// <summary>Largest <see cref="Last"/> in the subtree.</summary>
    internal ulong SubtreeLast;

    internal uint Priority;
    internal RmapNode? Left, Right;
    internal bool Linked;
}
