namespace Mm.Frames;

/// <summary>The number of a page frame of 4 KB. 0 is no frame.</summary>
/// <param name="Number">The number.</param>
public readonly record struct Pfn(uint Number)
{
    /// <summary>No frame.</summary>
    public static Pfn None => default;

    /// <summary>Whether it is a frame.</summary>
    public bool IsFrame => Number != 0;

    /// <summary>The frame so many frames above: the parts of a huge frame follow its head.</summary>
    /// <param name="frames">How many.</param>
    public Pfn Plus(int frames) => new(Number + (uint)frames);

    /// <inheritdoc/>
    public override string ToString() => $"pfn {Number:x}";
}
