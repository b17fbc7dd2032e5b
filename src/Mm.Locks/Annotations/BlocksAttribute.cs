namespace Mm.Locks;

/// <summary>The member may wait or sleep (I/O, a queue, a timer), so it may not run under a lock that spins.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class BlocksAttribute : Attribute
{
}
