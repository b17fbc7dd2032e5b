namespace Mm.Locks;

/// <summary>The body is not checked; contracts still are at its callers.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property | AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class NoLockAnalysisAttribute : Attribute
{
    /// <summary>Switches the analysis off.</summary>
    /// <param name="reason">Why; it may not be empty (MML403).</param>
    public NoLockAnalysisAttribute(string reason) => Reason = reason;

    /// <summary>Why the body is not checked.</summary>
    public string Reason { get; }
}
