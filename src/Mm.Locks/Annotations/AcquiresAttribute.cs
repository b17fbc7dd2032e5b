namespace Mm.Locks;

/// <summary>The member acquires locks; if it returns a guard, the guard holds them.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.Delegate | AttributeTargets.ReturnValue, AllowMultiple = true)]
public abstract class AcquiresAttribute : ContractAttribute
{
    private protected AcquiresAttribute(string[] paths)
        : base(paths)
    {
    }

    /// <summary>The locks are acquired only if this constant is returned (<c>true</c>, <c>0</c>).</summary>
    public object? When { get; set; }

    /// <summary>The locks are acquired only if the result is not null.</summary>
    public bool WhenNotNull { get; set; }

    /// <summary>The hold ends when the write hold of this other lock ends, by release or downgrade; it needs no release of its own.</summary>
    public string? Until { get; set; }

    /// <summary>Whether the acquisition waits; if it does not, no order and no deadlock is checked. By default it waits unless
    /// <see cref="When"/> is a bool or <see cref="WhenNotNull"/> is set.</summary>
    public bool CanBlock { get; set; } = true;
}
