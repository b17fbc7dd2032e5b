// What code fixes read from Diagnostic.Properties. Texts are in the caller's terms, ready to be written into its source.
namespace Mm.Analyzers.Rules;

internal static class DiagnosticProperties
{
    /// <summary>The lock's path as an expression at the reported place: "mm.MmapLock".</summary>
    public const string Lock = "lock";

    /// <summary>The lock's path as an annotation of the containing member would write it; absent if it cannot.</summary>
    public const string AnnotationPath = "annotationPath";

    /// <summary>The mode that is needed: "Read", "Update" or "Write".</summary>
    public const string Mode = "mode";

    /// <summary>The mode in which the lock is held: "None", "Read", "Downgraded", "Upgradeable" or "Write".</summary>
    public const string HeldMode = "heldMode";

    /// <summary>The name of the member that is accessed or called.</summary>
    public const string Member = "member";
}
