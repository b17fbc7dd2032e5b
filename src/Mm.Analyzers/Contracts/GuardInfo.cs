// One [GuardedBy] of a member; several add up. Foreign GuardedBy attributes end up here too.
using System.Collections.Immutable;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.Contracts;

internal sealed record GuardInfo(ImmutableArray<LockPath> Paths)
{
    /// <summary>Enough to read, not needed to write.</summary>
    public ImmutableArray<LockPath> AlsoReadUnder { get; init; } = [];

    public bool ReferenceOnly { get; init; }

    public bool LockFreeReads { get; init; }

    public NeedMode WriteMode { get; init; } = NeedMode.Write;

    public NeedMode InterlockedWriteMode { get; init; } = NeedMode.Write;
}
