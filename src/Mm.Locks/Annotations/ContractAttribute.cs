namespace Mm.Locks;

/// <summary>What a member needs of, or does to, the locks that its paths name.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.Delegate | AttributeTargets.ReturnValue, AllowMultiple = true)]
public abstract class ContractAttribute : Attribute
{
    private protected ContractAttribute(string[] paths) => Paths = paths;

    /// <summary>The locks, as lock paths; none means the default lock.</summary>
    public string[] Paths { get; }
}
