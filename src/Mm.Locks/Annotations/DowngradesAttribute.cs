namespace Mm.Locks;

/// <summary>The member turns a write hold into a downgraded one, without letting go of the lock between.</summary>
/// <remarks>A guard's member that returns a guard hands the hold over to the result.</remarks>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.Delegate | AttributeTargets.ReturnValue, AllowMultiple = true)]
public sealed class DowngradesAttribute : EndsAttribute
{
    /// <summary>Names the locks.</summary>
    /// <param name="paths">Lock paths; none means the default lock.</param>
    public DowngradesAttribute(params string[] paths)
        : base(paths)
    {
    }
}
