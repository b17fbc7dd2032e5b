namespace Mm.Conformance;

/// <summary>
/// The addresses that sequences are written with: the window that the harness owns, the place below which the kernel puts a mapping without an address, and the
/// start of the heap. Sequences name addresses relative to these, so a saved sequence does not depend on the machine.
/// </summary>
/// <param name="MmapBase">The end of the highest free page below which mappings are placed top down.</param>
/// <param name="HeapStart">The initial program break.</param>
/// <param name="WindowPages">Pages of the window that are observed one by one.</param>
public sealed record AddressPlan(ulong MmapBase, ulong HeapStart, int WindowPages)
{
    /// <summary>What the executor itself has mapped, which counts against limits and stands in the way on both sides: start, end, permissions.</summary>
    public IReadOnlyList<(ulong Start, ulong End, uint Permissions)> Occupied { get; init; } = [];

    /// <summary>Bytes of what the executor itself has mapped.</summary>
    public ulong OccupiedBytes => Occupied.Aggregate(0UL, (sum, range) => sum + (range.End - range.Start));

    /// <summary>Bytes of a page.</summary>
    public const ulong PageSize = 4096;

    /// <summary>The first address of the window, in every process.</summary>
    public const ulong WindowBase = 0x2000_0000_0000;

    /// <summary>Pages around the window that stay unmapped unless a sequence maps them.</summary>
    public const int GuardPages = 1024;

    /// <summary>Pages below <see cref="MmapBase"/> that are observed.</summary>
    public const int MmapAreaPages = 64;

    /// <summary>Pages from <see cref="HeapStart"/> that are observed.</summary>
    public const int HeapPages = 24;

    /// <summary>The first address that a user process cannot map (4-level page tables).</summary>
    public const ulong TaskSize = 0x7fff_ffff_f000;

    /// <summary>A plan for places where no kernel was asked.</summary>
    public static AddressPlan Default { get; } = new(0x7fff_f7ff_f000, 0x0c00_0000_1000, 64);

    /// <summary>The observed ranges of pages, in the order of observation.</summary>
    public IReadOnlyList<(ulong Start, int Pages)> Regions =>
    [
        (WindowBase, WindowPages), (MmapBase - (MmapAreaPages * PageSize), MmapAreaPages), (HeapStart, HeapPages),
    ];

    /// <summary>Pages of all regions.</summary>
    public int ObservedPages => WindowPages + MmapAreaPages + HeapPages;

    /// <summary>True if a mapping change of the range cannot hurt the executor: it lies in the window with its guards, below the mmap base, or in the heap.</summary>
    /// <param name="start">The first address.</param>
    /// <param name="length">Bytes.</param>
    public bool IsSandbox(ulong start, ulong length)
    {
        return Inside(WindowBase - (GuardPages * PageSize), ((ulong)WindowPages + (2 * GuardPages)) * PageSize)
            || Inside(MmapBase - (1UL << 30), 1UL << 30)
            || Inside(HeapStart, 1UL << 24);

        bool Inside(ulong low, ulong size) => start >= low && start - low <= size && length <= size - (start - low);
    }

    /// <summary>An address in the plan's terms: <c>@3</c> is page 3 of the window, <c>^1</c> the page below the mmap base, <c>~0</c> the first heap page.</summary>
    /// <param name="address">Any 64-bit value.</param>
    public string Format(ulong address)
    {
        ulong rest = address % PageSize;
        ulong page = address - rest;
        string? name = null;
        if (page >= WindowBase - (GuardPages * PageSize) && page < WindowBase + (((ulong)WindowPages + GuardPages) * PageSize))
            name = $"@{((long)page - (long)WindowBase) / (long)PageSize}";
        else if (page <= MmapBase && page >= MmapBase - (1UL << 30))
            name = $"^{(MmapBase - page) / PageSize}";
        else if (page >= HeapStart && page < HeapStart + (1UL << 24))
            name = $"~{(page - HeapStart) / PageSize}";
        if (name is null)
            return $"0x{address:x}";
        return rest == 0 ? name : $"{name}+{rest}";
    }

    /// <summary>Reads what <see cref="Format"/> writes, and plain numbers.</summary>
    /// <param name="text">The address.</param>
    /// <exception cref="FormatException">It is not one.</exception>
    public ulong Parse(string text) => text[0] switch
    {
        '@' => WindowBase + Pages(text),
        '^' => MmapBase - Number.Parse(text[1..].Split('+')[0]) * PageSize + Rest(text),
        '~' => HeapStart + Pages(text),
        _ => Number.Parse(text),
    };

    private static ulong Pages(string text) => (Number.Parse(text[1..].Split('+')[0]) * PageSize) + Rest(text);

    private static ulong Rest(string text) => text.IndexOf('+', StringComparison.Ordinal) is var at && at < 0 ? 0 : Number.Parse(text[(at + 1)..]);
}
