using Microsoft.CodeAnalysis;

namespace Mm.Analyzers.Rules;

/// <summary>MML001: a lock path names no lock that may be used here.</summary>
internal static class UnresolvedPath
{
    public static readonly DiagnosticDescriptor Descriptor = Rule.Describe(
        "MML001", "Lock path does not resolve", "{0}", DiagnosticSeverity.Error,
        "A path that names no lock is a check that never happens: the reader believes in a contract that nobody looks at.");
}
