namespace Mm.Locks;

/// <summary>The caller holds the locks in update mode or for write: alone among writers, readers may be beside it.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.Delegate | AttributeTargets.ReturnValue, AllowMultiple = true)]
public sealed class RequiresUpdateAttribute : ContractAttribute
{
    /// <summary>Names the locks.</summary>
    /// <param name="paths">Lock paths; none means the default lock.</param>
    public RequiresUpdateAttribute(params string[] paths)
        : base(paths)
    {
    }
}
