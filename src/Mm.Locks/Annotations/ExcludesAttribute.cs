namespace Mm.Locks;

/// <summary>The caller holds none of the locks, in no mode.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.Delegate | AttributeTargets.ReturnValue, AllowMultiple = true)]
public sealed class ExcludesAttribute : ContractAttribute
{
    /// <summary>Names the locks.</summary>
    /// <param name="paths">Lock paths; none means the default lock.</param>
    public ExcludesAttribute(params string[] paths)
        : base(paths)
    {
    }
}
