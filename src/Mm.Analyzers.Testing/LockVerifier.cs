using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Mm.Analyzers.Testing;

/// <summary>Checks the reports of a source against markup in it.</summary>
public static class LockVerifier
{
    /// <summary>Passes if exactly the marked spans are reported. <c>[|code|]</c> marks a report of <paramref name="rule"/> (of any rule, if that
    /// is null), <c>{|MML105:code|}</c> one of that id; marks may be nested, and a source without any has to be clean.</summary>
    /// <param name="markup">The source text with its marks.</param>
    /// <param name="rule">The id that <c>[|code|]</c> stands for.</param>
    /// <param name="options">How to compile it; null for the defaults.</param>
    /// <exception cref="LockVerificationException">A marked report is missing, one that is not marked appeared, or the source does not compile.</exception>
    /// <exception cref="FormatException">The marks are not balanced.</exception>
    public static void Verify(string markup, string? rule = null, LockDiagnosticsOptions? options = null)
    {
        var (source, expected) = MarkupText.Parse(markup);
        var diagnostics = LockDiagnostics.Of(source, options);
        var unmet = new List<MarkupText.Mark>(expected);
        var unexpected = new List<Diagnostic>();
        foreach (var diagnostic in diagnostics.CompileErrors.Concat(diagnostics.Diagnostics))
        {
            int met = unmet.FindIndex(m => m.Span == diagnostic.Location.SourceSpan && (m.Id ?? rule ?? diagnostic.Id) == diagnostic.Id);
            if (met >= 0)
            {
                unmet.RemoveAt(met);
            }
            else
            {
                unexpected.Add(diagnostic);
            }
        }

        if (unmet.Count > 0 || unexpected.Count > 0)
        {
            throw new LockVerificationException(Describe(SourceText.From(source), unmet, unexpected, rule) + "\nAll reports:\n" + diagnostics);
        }
    }

    private static string Describe(SourceText source, List<MarkupText.Mark> unmet, List<Diagnostic> unexpected, string? rule)
    {
        var text = new StringBuilder();
        foreach (var mark in unmet)
        {
            var position = source.Lines.GetLinePosition(mark.Span.Start);
            text.Append("missing: ").Append(mark.Id ?? rule ?? "a report").Append($" at ({position.Line + 1},{position.Character + 1}): ")
                .Append(source.ToString(mark.Span)).Append('\n');
        }

        foreach (var diagnostic in unexpected)
        {
            var position = diagnostic.Location.GetLineSpan().StartLinePosition;
            text.Append($"unexpected: {diagnostic.Id} at ({position.Line + 1},{position.Character + 1}): {diagnostic.GetMessage()}").Append('\n');
        }

        return text.ToString();
    }
}

/// <summary>The reports of a source are not those that its markup asks for; the message lists the differences.</summary>
public sealed class LockVerificationException(string message) : Exception(message);
