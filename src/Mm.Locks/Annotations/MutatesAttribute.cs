namespace Mm.Locks;

/// <summary>The call changes the object that it is made on.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class MutatesAttribute : Attribute
{
}
