// What is known of a lock type. Built-in and external locks give one of these through IContractSource.
namespace Mm.Analyzers.Contracts;

internal sealed record LockTypeInfo(string Name)
{
    public bool Reentrant { get; init; }

    public bool ThreadBound { get; init; } = true;

    public bool Spins { get; init; }

    /// <summary>It has one mode: whoever holds it holds it for write.</summary>
    public bool Exclusive { get; init; }
}
