namespace Mm.Locks;

/// <summary>After the call the argument may not be used any more (MML207).</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ConsumesAttribute : Attribute
{
}
