namespace Mm.PageTables;

/// <summary>An entry of a page table, bit for bit as an x86-64 processor reads it, with Linux's use of the bits that the processor leaves to
/// software.</summary>
/// <param name="Raw">The 64 bits.</param>
public readonly record struct Pte(ulong Raw)
{
    internal const ulong PresentBit = 1UL << 0;
    internal const ulong WriteBit = 1UL << 1;
    internal const ulong UserBit = 1UL << 2;
    internal const ulong AccessedBit = 1UL << 5;
    internal const ulong DirtyBit = 1UL << 6;
    internal const ulong HugeBit = 1UL << 7;
    internal const ulong ProtNoneBit = 1UL << 8;
    internal const ulong SpecialBit = 1UL << 9;
    internal const ulong UffdWriteProtectBit = 1UL << 10;
    internal const ulong GuardBit = 1UL << 58;
    internal const ulong NoExecuteBit = 1UL << 63;
    internal const ulong FrameMask = 0x000f_ffff_ffff_f000;
    internal const ulong MappedBits = PresentBit | ProtNoneBit;
    internal const int FrameShift = 12;

    /// <summary>The empty entry.</summary>
    public static Pte None => default;

    /// <summary>Not an entry but a mark that an access is a fault on purpose (MADV_GUARD_INSTALL).</summary>
    public static Pte Guard => new(GuardBit);

    /// <summary>Whether the entry is empty.</summary>
    public bool IsNone => Raw == 0;

    /// <summary>Whether it maps a frame, be it without any rights (PROT_NONE), in which case the processor does not see it.</summary>
    public bool IsMapped => (Raw & MappedBits) != 0;

    /// <summary>Whether the processor uses it: P.</summary>
    public bool IsPresent => (Raw & PresentBit) != 0;

    /// <summary>Whether stores are permitted: R/W.</summary>
    public bool IsWritable => (Raw & (PresentBit | WriteBit)) == (PresentBit | WriteBit);

    /// <summary>Whether instruction fetches are permitted: not NX.</summary>
    public bool IsExecutable => (Raw & NoExecuteBit) == 0 && IsPresent;

    /// <summary>Whether it was used: A.</summary>
    public bool IsAccessed => (Raw & AccessedBit) != 0;

    /// <summary>Whether it was written through: D.</summary>
    public bool IsDirty => (Raw & DirtyBit) != 0;

    /// <summary>Whether it is an entry of the directory above and maps a huge page: PS.</summary>
    public bool IsHuge => (Raw & HugeBit) != 0;

    /// <summary>Whether its frame is not counted: the zero page, device memory.</summary>
    public bool IsSpecial => (Raw & SpecialBit) != 0;

    /// <summary>Whether it is a guard mark.</summary>
    public bool IsGuard => (Raw & GuardBit) != 0 && !IsMapped;

    /// <summary>Whether userfaultfd has it write-protected.</summary>
    public bool IsUffdWriteProtected => (Raw & UffdWriteProtectBit) != 0;

    /// <summary>The frame that it maps.</summary>
    public Frames.Pfn Frame => new((uint)((Raw & FrameMask) >> FrameShift));

    /// <summary>An entry that maps a frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="protection">What it permits.</param>
    public static Pte Map(Frames.Pfn frame, PageProtection protection) => new(((ulong)frame.Number << FrameShift) | protection.Bits);

    /// <summary>An entry that maps a frame which is not counted.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="protection">What it permits; never a store.</param>
    public static Pte MapSpecial(Frames.Pfn frame, PageProtection protection) =>
        new(((ulong)frame.Number << FrameShift) | (protection.Bits & ~WriteBit) | SpecialBit);

    /// <summary>An entry that maps a frame of a device, which is not counted either.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="protection">What it permits, stores too.</param>
    public static Pte MapDevice(Frames.Pfn frame, PageProtection protection) =>
        new(((ulong)frame.Number << FrameShift) | protection.Bits | SpecialBit);

    /// <summary>The entry, used.</summary>
    public Pte Accessed => new(Raw | AccessedBit);

    /// <summary>The entry, written through.</summary>
    public Pte Dirty => new(Raw | DirtyBit | AccessedBit);

    /// <summary>The entry, not written through and not used.</summary>
    public Pte CleanAndOld => new(Raw & ~(DirtyBit | AccessedBit));

    /// <summary>The entry, not used.</summary>
    public Pte Old => new(Raw & ~AccessedBit);

    /// <summary>The entry with stores permitted.</summary>
    public Pte Writable => new(Raw | WriteBit);

    /// <summary>The entry with stores forbidden.</summary>
    public Pte WriteProtected => new(Raw & ~WriteBit);

    /// <summary>The entry with other rights.</summary>
    /// <param name="protection">What it permits from now on.</param>
    public Pte With(PageProtection protection) => new((Raw & ~PageProtection.Mask) | protection.Bits);

    /// <summary>The entry with userfaultfd's mark, and without the right to store.</summary>
    public Pte UffdWriteProtected => new((Raw | UffdWriteProtectBit) & ~WriteBit);

    /// <summary>What the entry tells of its frame when it goes.</summary>
    internal Frames.FrameFlags Harvest =>
        (IsDirty ? Frames.FrameFlags.Dirty : 0) | (IsAccessed ? Frames.FrameFlags.Referenced : 0);

    /// <inheritdoc/>
    public override string ToString() =>
        IsNone ? "none"
        : IsGuard ? "guard"
        : $"{Frame} {(IsPresent ? "p" : "-")}{(IsWritable ? "w" : "-")}{(IsExecutable ? "x" : "-")}{(IsDirty ? "d" : "-")}{(IsAccessed ? "a" : "-")}";
}
