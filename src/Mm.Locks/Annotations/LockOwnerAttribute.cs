namespace Mm.Locks;

/// <summary>On a reference from a part to its owner: the owner's locks guard the part.</summary>
/// <remarks>Where it is not known otherwise which owner a part has, and exactly one lock with the same member path of an object of the owner's type is held, it is taken to be the owner's. <c>mmlocks_owner_inference = off</c> in .editorconfig leaves only evidence.</remarks>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class LockOwnerAttribute : Attribute
{
}
