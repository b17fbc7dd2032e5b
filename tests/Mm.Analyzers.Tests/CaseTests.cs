using Mm.Analyzers.Testing;
using Mm.Analyzers.Tests.Markers;

namespace Mm.Analyzers.Tests;

/// <summary>Every file of Cases, against the markers in it.</summary>
public class CaseTests
{
    public static TheoryData<string> Cases() => [.. CaseFile.All()];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Reports_are_those_marked(string path)
    {
        var test = CaseFile.Load(path);
        var differences = CaseComparison.Differences(test, await LockDiagnostics.OfAsync(test.Sources, test.Options));
        Assert.True(differences.Count == 0, string.Join('\n', differences.Prepend(path)));
    }
}
