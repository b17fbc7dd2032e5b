namespace Mm.Protocols;

/// <summary>The protocols of this assembly.</summary>
public static class MmProtocols
{
    /// <summary>Linux's.</summary>
    public static MmProtocol InPlace { get; } = new InPlaceProtocol();
}
