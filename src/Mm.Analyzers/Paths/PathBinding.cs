// The outcome of binding a path text: a path, or the reason why there is none. MML001 and MML004 tell the reason.
using Microsoft.CodeAnalysis;

namespace Mm.Analyzers.Paths;

internal enum PathError : byte
{
    None,

    /// <summary>The text is empty or not identifiers joined by dots.</summary>
    Malformed,

    /// <summary>The first identifier is neither a parameter, nor a member, nor a type in scope.</summary>
    RootNotFound,

    /// <summary>A later identifier is no field or property of what precedes it.</summary>
    MemberNotFound,

    /// <summary>A member on the way may not be used at the annotated member.</summary>
    NotAccessible,

    /// <summary>An instance member, named where there is no instance.</summary>
    NeedsInstance,

    /// <summary>The path ends at something that is no lock.</summary>
    NotALock,

    /// <summary>No path was given and the type has several locks, none of them marked (MML004).</summary>
    DefaultAmbiguous,

    /// <summary>No path was given and the type has no lock (MML004).</summary>
    DefaultMissing,
}

/// <param name="Path">The path, null if there is an error.</param>
/// <param name="Error">Why there is no path.</param>
/// <param name="Segment">The identifier at which binding failed.</param>
/// <param name="Scope">The type in which the identifier was looked up.</param>
internal readonly record struct PathBinding(LockPath? Path, PathError Error, string? Segment = null, ISymbol? Scope = null)
{
    public static PathBinding Of(LockPath path) => new(path, PathError.None);
}
