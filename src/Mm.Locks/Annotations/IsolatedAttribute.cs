namespace Mm.Locks;

/// <summary>The object is reachable by this thread alone: its guarded members need no lock.</summary>
/// <remarks>On a collection it covers the elements.</remarks>
[AttributeUsage(AttributeTargets.ReturnValue | AttributeTargets.Parameter | AttributeTargets.Method | AttributeTargets.Property)]
public sealed class IsolatedAttribute : Attribute
{
}
