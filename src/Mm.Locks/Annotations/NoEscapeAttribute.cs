namespace Mm.Locks;

/// <summary>The callee does not keep the object: passing it does not end its isolation.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class NoEscapeAttribute : Attribute
{
}
