using Mm.Locks;

namespace Mm;

/// <summary>The RCU domain of VMA trees and page tables.</summary>
public static class Rcu
{
    /// <summary>The only domain.</summary>
    public static readonly RcuDomain Domain = new("rcu");
}
