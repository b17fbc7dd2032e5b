namespace Mm.Locks;

/// <summary>After the call the object (the receiver, on a method) is isolated: nobody else can reach it any more.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Method)]
public sealed class IsolatesAttribute : Attribute
{
}
