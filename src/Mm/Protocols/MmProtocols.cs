namespace Mm.Protocols;

/// <summary>The protocols of this assembly.</summary>
public static class MmProtocols
{
    /// <summary>Linux's.</summary>
    public static MmProtocol InPlace { get; } = new InPlaceProtocol();

    /// <summary>With claims on ranges that outlive the mmap lock.</summary>
    public static MmProtocol RangeClaims { get; } = new ClaimProtocol();

    /// <summary>With mappings that are marked as deleted.</summary>
    public static MmProtocol DeletedMark { get; } = new DeletedMarkProtocol();

    /// <summary>With mappings that are flagged as dead.</summary>
    public static MmProtocol DeadFlag { get; } = new DeadFlagProtocol();

    /// <summary>All of them.</summary>
    public static IReadOnlyList<MmProtocol> All { get; } = [InPlace, DeletedMark, DeadFlag, RangeClaims];
}
