namespace Mm.Locks;

/// <summary>A value of the type is a guard: the lock it was acquired from is held until the guard is disposed.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class ScopedLockAttribute : Attribute
{
}
