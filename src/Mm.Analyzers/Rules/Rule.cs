// How a rule makes its descriptor: one call, so that category, help link and texts look alike. A rule is one static class in a file of its own
// with a public static `Descriptor`; RuleTable lists it.
using Microsoft.CodeAnalysis;

namespace Mm.Analyzers.Rules;

internal static class Rule
{
    private const string HelpRoot = "https://github.com/mmlocks/mmlocks/blob/main/docs/rules/";

    /// <param name="id">MMLxxx.</param>
    /// <param name="title">The title of LANGUAGE.md section 5.</param>
    /// <param name="message">The message format.</param>
    /// <param name="severity">The default severity.</param>
    /// <param name="description">One or two sentences: why it is reported.</param>
    public static DiagnosticDescriptor Describe(
        string id, string title, string message, DiagnosticSeverity severity, string description) => new(
            id, title, message, Category(id), severity, isEnabledByDefault: true, description, HelpRoot + id + ".md",
            []);

    /// <summary>The same rule, for reports at the end of the compilation.</summary>
    public static DiagnosticDescriptor AtEnd(DiagnosticDescriptor rule) => new(
        rule.Id, rule.Title, rule.MessageFormat, rule.Category, rule.DefaultSeverity, rule.IsEnabledByDefault, rule.Description, rule.HelpLinkUri,
        [WellKnownDiagnosticTags.CompilationEnd]);

    /// <summary>The series of LANGUAGE.md section 5.</summary>
    private static string Category(string id) => id[3] switch
    {
        '0' => "MmLocks.Annotations",
        '1' => "MmLocks.Access",
        '2' => "MmLocks.Balance",
        '3' => "MmLocks.Order",
        '4' => "MmLocks.Contracts",
        '5' => "MmLocks.Suspension",
        _ => "MmLocks.Advice",
    };
}
