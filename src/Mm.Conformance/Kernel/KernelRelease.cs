namespace Mm.Conformance.Kernel;

/// <summary>The kernel whose behaviour is the reference. Others are compared too, and may answer otherwise without that being an error of the engine.</summary>
public static class KernelRelease
{
    /// <summary>The series that the engine follows.</summary>
    public const string Reference = "6.18";

    /// <summary>True if the running kernel is of the reference series.</summary>
    /// <param name="facts">What was found out about it.</param>
    public static bool IsReference(KernelFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.Release.StartsWith(Reference + ".", StringComparison.Ordinal) || facts.Release == Reference;
    }
}
