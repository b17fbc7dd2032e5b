namespace Mm.Locks;

/// <summary>The process's own RCU domain.</summary>
public static class Rcu
{
    /// <summary>The domain.</summary>
    public static readonly RcuDomain Domain = new("rcu");
}
