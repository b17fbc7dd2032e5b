namespace Mm.PageTables;

/// <summary>What the entries of a mapping permit (<c>pgprot_t</c>).</summary>
/// <param name="Bits">The bits of an entry.</param>
public readonly record struct PageProtection(ulong Bits)
{
    /// <summary>The bits that a change of protection replaces.</summary>
    internal const ulong Mask = Pte.PresentBit | Pte.WriteBit | Pte.UserBit | Pte.ProtNoneBit | Pte.NoExecuteBit;

    /// <summary>No access at all: the frame stays, the processor does not see it.</summary>
    public static PageProtection None => new(Pte.ProtNoneBit | Pte.NoExecuteBit);

    /// <summary>Loads.</summary>
    public static PageProtection Read => Of(write: false, execute: false);

    /// <summary>Loads and stores.</summary>
    public static PageProtection ReadWrite => Of(write: true, execute: false);

    /// <summary>Whether stores are permitted.</summary>
    public bool CanWrite => (Bits & Pte.WriteBit) != 0;

    /// <summary>The same without the right to store: copy-on-write mappings begin so.</summary>
    public PageProtection WithoutWrite => new(Bits & ~Pte.WriteBit);

    /// <summary>Loads, and what else is permitted. The processor knows no stores or fetches without loads.</summary>
    /// <param name="write">Stores.</param>
    /// <param name="execute">Instruction fetches.</param>
    public static PageProtection Of(bool write, bool execute) =>
        new(Pte.PresentBit | Pte.UserBit | (write ? Pte.WriteBit : 0) | (execute ? 0 : Pte.NoExecuteBit));
}
