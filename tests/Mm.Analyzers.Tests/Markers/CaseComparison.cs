using Microsoft.CodeAnalysis;
using Mm.Analyzers.Testing;

namespace Mm.Analyzers.Tests.Markers;

/// <summary>The differences between the reports of a case and its markers, one line each.</summary>
internal static class CaseComparison
{
    public static List<string> Differences(CaseFile test, LockDiagnostics diagnostics)
    {
        var differences = new List<string>();
        if (!test.IsBroken) differences.AddRange(diagnostics.CompileErrors.Select(e => $"does not compile: {e}"));
        var own = diagnostics.Diagnostics.Where(d => d.Location.SourceTree is null || d.Location.SourceTree.FilePath == test.Path).ToList();
        differences.AddRange(diagnostics.Diagnostics.Except(own).Select(d => $"in a shared file: {Show(d)}"));

        // The narrowest expectation first, so that "either of two" takes what is left over.
        foreach (var expected in test.Expectations.OrderBy(e => e.Optional).ThenBy(e => e.Ids.Length))
        {
            int met = own.FindIndex(d => Line(d) == expected.Line && expected.Ids.Contains(d.Id));
            if (met >= 0)
            {
                own.RemoveAt(met);
            }
            else if (!expected.Optional)
            {
                differences.Add($"missing    ({expected.Line + 1}) {string.Join('|', expected.Ids)}   {test.LineText(expected.Line)}");
            }
        }

        foreach (var region in test.Regions)
        {
            if (own.RemoveAll(d => region.Ids.Contains(d.Id) && region.Span.Contains(d.Location.SourceSpan.Start)) == 0)
            {
                differences.Add($"missing    ({region.Line + 1}) {string.Join('|', region.Ids)} anywhere in {test.LineText(region.Line)}");
            }
        }

        differences.AddRange(own.Where(d => Counts(d, test.StrictInfo)).Select(d => $"unexpected {Show(d)}"));
        return differences;
    }

    private static bool Counts(Diagnostic diagnostic, bool strictInfo) =>
        diagnostic.Id is "MML209" or "MML901" or "MML902" ? strictInfo : diagnostic.Severity >= DiagnosticSeverity.Warning;

    private static int Line(Diagnostic diagnostic) => diagnostic.Location.SourceTree is null ? -1 : diagnostic.Location.GetLineSpan().StartLinePosition.Line;

    private static string Show(Diagnostic diagnostic) => $"({Line(diagnostic) + 1}) {diagnostic.Id} {diagnostic.GetMessage()}";
}
