namespace Mm.Locks;

/// <summary>The caller holds the locks, and does so in the same mode afterwards, but they may have been let go of between.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.Delegate | AttributeTargets.ReturnValue, AllowMultiple = true)]
public sealed class MayReleaseAttribute : ContractAttribute
{
    /// <summary>Names the locks.</summary>
    /// <param name="paths">Lock paths; none means the default lock.</param>
    public MayReleaseAttribute(params string[] paths)
        : base(paths)
    {
    }
}
