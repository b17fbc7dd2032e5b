namespace Mm.Locks;

/// <summary>The member ends or weakens holds.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.Delegate | AttributeTargets.ReturnValue, AllowMultiple = true)]
public abstract class EndsAttribute : ContractAttribute
{
    private protected EndsAttribute(string[] paths)
        : base(paths)
    {
    }

    /// <summary>It does so only if this constant is returned.</summary>
    public object? When { get; set; }

    /// <summary>It does so only if the result is not null.</summary>
    public bool WhenNotNull { get; set; }
}
