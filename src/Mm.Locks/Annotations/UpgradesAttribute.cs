namespace Mm.Locks;

/// <summary>The member turns an upgradeable hold into a write hold.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.Delegate | AttributeTargets.ReturnValue, AllowMultiple = true)]
public sealed class UpgradesAttribute : ContractAttribute
{
    /// <summary>Names the locks.</summary>
    /// <param name="paths">Lock paths; none means the default lock.</param>
    public UpgradesAttribute(params string[] paths)
        : base(paths)
    {
    }
}
