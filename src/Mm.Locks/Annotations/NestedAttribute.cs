namespace Mm.Locks;

/// <summary>An acquisition through this member may nest inside another hold of the same lock type.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class NestedAttribute : Attribute
{
    /// <summary>Allows the nesting.</summary>
    /// <param name="reason">Why this order is safe; it may not be empty (MML403).</param>
    public NestedAttribute(string reason) => Reason = reason;

    /// <summary>Why this order is safe.</summary>
    public string Reason { get; }
}
