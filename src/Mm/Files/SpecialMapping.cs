namespace Mm.Files;

/// <summary>A mapping that the kernel made by itself: vdso, vvar and their like.</summary>
/// <param name="Name">The name in maps, brackets included.</param>
public sealed record SpecialMapping(string Name)
{
    /// <summary>The code that the kernel gives to programs.</summary>
    public static SpecialMapping Vdso { get; } = new("[vdso]");

    /// <summary>The variables of that code.</summary>
    public static SpecialMapping Vvar { get; } = new("[vvar]");

    /// <summary>The clock pages of that code.</summary>
    public static SpecialMapping VvarVclock { get; } = new("[vvar_vclock]");
}
