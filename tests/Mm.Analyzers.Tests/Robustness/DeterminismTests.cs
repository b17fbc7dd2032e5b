using Mm.Analyzers.Testing;
using Mm.Analyzers.Tests.Markers;

namespace Mm.Analyzers.Tests.Robustness;

/// <summary>The reports of a program are a function of the program.</summary>
public class DeterminismTests
{
    [Fact]
    public async Task Every_case_gives_equal_reports_with_and_without_concurrency_and_twice()
    {
        var differing = new List<string>();
        await Parallel.ForEachAsync(CaseFile.All(), async (path, _) =>
        {
            var test = CaseFile.Load(path);
            var texts = new HashSet<string>();
            foreach (bool concurrent in new[] { false, true, false, true })
            {
                texts.Add((await LockDiagnostics.OfAsync(test.Sources, test.Options with { Concurrent = concurrent })).ToString());
            }

            if (texts.Count > 1)
            {
                lock (differing)
                {
                    differing.Add(path + "\n" + string.Join("\n-- or --\n", texts));
                }
            }
        });
        Assert.True(differing.Count == 0, string.Join("\n", differing));
    }

    [Fact]
    public async Task The_order_of_the_files_does_not_change_what_is_reported_in_each()
    {
        foreach (string path in CaseFile.All().Where(p => p.StartsWith("mm/", StringComparison.Ordinal)))
        {
            var test = CaseFile.Load(path);
            var forth = await LockDiagnostics.OfAsync(test.Sources, test.Options);
            var back = await LockDiagnostics.OfAsync(test.Sources.Reverse(), test.Options);
            Assert.Equal(forth.Diagnostics.Select(d => d.ToString()).Order(StringComparer.Ordinal), back.Diagnostics.Select(d => d.ToString()).Order(StringComparer.Ordinal));
        }
    }
}
