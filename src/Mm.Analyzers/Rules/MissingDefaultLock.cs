using Microsoft.CodeAnalysis;

namespace Mm.Analyzers.Rules;

/// <summary>MML004: an annotation without a path, where no default lock is.</summary>
internal static class MissingDefaultLock
{
    public static readonly DiagnosticDescriptor Descriptor = Rule.Describe(
        "MML004", "Default lock is ambiguous or missing", "[{0}] names no lock, and {1}", DiagnosticSeverity.Error,
        "An annotation without a path means the only lock of the type, or the one marked [DefaultLock]. Which lock is meant must not be left to chance.");
}
