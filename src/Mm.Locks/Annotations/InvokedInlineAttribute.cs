namespace Mm.Locks;

/// <summary>The delegate runs during the call, under the caller's locks, and is not kept.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class InvokedInlineAttribute : Attribute
{
}
