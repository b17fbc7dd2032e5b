using Mm.Locks;

namespace Mm;

/// <summary>The mappings of a range that have been detached from the layout, and what is needed to take them down (<c>vma_munmap_struct</c>).</summary>
/// <remarks>
/// Valid only as long as the hold of the mmap lock lasts under which it was gathered: once the lock has been let go of, the range may hold somebody's new
/// mapping. A downgrade does not end it. Detached is not isolated: reverse mapping still finds the VMAs until the tables are freed.
/// </remarks>
public sealed class DetachedRange
{
    private Vma?[] _vmas = new Vma?[4];

    internal DetachedRange(MmStruct mm) => Mm = mm;

    /// <summary>The address space.</summary>
    [LockOwner]
    public MmStruct Mm { get; }

    /// <summary>First address.</summary>
    public ulong Start { get; internal set; }

    /// <summary>First address past the range.</summary>
    public ulong End { get; internal set; }

    /// <summary>The end of the mapping before: page tables that reach below it stay.</summary>
    public ulong Floor { get; internal set; }

    /// <summary>The start of the mapping after: page tables that reach above it stay.</summary>
    public ulong Ceiling { get; internal set; }

    /// <summary>Detached mappings.</summary>
    public int Count { get; private set; }

    /// <summary>Pages that they span.</summary>
    public ulong Pages { get; internal set; }

    /// <summary>Of those, locked ones.</summary>
    public ulong LockedPages { get; internal set; }

    /// <summary>Of those, charged to the commit accounting.</summary>
    public ulong AccountedPages { get; internal set; }

    /// <summary>The kinds of mappings in it whose unmapping writes to them, until <see cref="MmStruct.ReleaseSpecialKinds"/> has done so.</summary>
    public VmFlags SpecialKinds { get; internal set; }

    internal ulong ExecPages { get; set; }

    internal ulong StackPages { get; set; }

    internal ulong DataPages { get; set; }

    /// <summary>One of the mappings, in order of address.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public Vma this[int index]
    {
        [return: OwnedBy("Mm")]
        get => index < Count ? _vmas[index]! : throw new ArgumentOutOfRangeException(nameof(index));
    }

    internal void Add(Vma vma)
    {
        if (Count == _vmas.Length)
            Array.Resize(ref _vmas, Count * 2);
        _vmas[Count++] = vma;
    }

    /// <summary>The range was never counted into the totals, so it is not taken out of them.</summary>
    internal void ForgetTotals() => Pages = LockedPages = AccountedPages = ExecPages = StackPages = DataPages = 0;

    /// <summary>Forgets the mappings and keeps the figures. A long array is not kept.</summary>
    internal void DropVmas()
    {
        if (_vmas.Length > 64)
            _vmas = new Vma?[4];
        else
            Array.Clear(_vmas, 0, Count);
        Count = 0;
    }

    /// <summary>Empties it for the next use.</summary>
    internal void Reset()
    {
        DropVmas();
        ForgetTotals();
        SpecialKinds = VmFlags.None;
    }
}
