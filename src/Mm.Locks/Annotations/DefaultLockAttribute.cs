namespace Mm.Locks;

/// <summary>The lock that an annotation without a path means, in a type with several locks.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class DefaultLockAttribute : Attribute
{
}
