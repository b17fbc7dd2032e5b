using Mm.Analyzers.Testing;
using Mm.Analyzers.Tests.Markers;

namespace Mm.Analyzers.Tests.Robustness;

/// <summary>Spoiled programs: the analyzer may say what it likes about them, but it neither throws nor loops.</summary>
public class FuzzTests
{
    // The number of programs; the nightly run asks for thousands.
    private static readonly int s_programs = int.Parse(Environment.GetEnvironmentVariable("MMLOCKS_FUZZ_PROGRAMS") ?? "300");

    [Fact]
    public async Task No_spoiled_program_makes_the_analyzer_throw()
    {
        string[] cases = [.. CaseFile.All()];
        var failures = new List<string>();
        await Parallel.ForEachAsync(Enumerable.Range(0, s_programs), async (seed, _) =>
        {
            var test = CaseFile.Load(cases[seed % cases.Length]);
            var spoiled = test.Sources[0] with { Text = new SourceMutator(seed).Mutate(test.Sources[0].Text) };
            string? failure = await FailureOf([spoiled, .. test.Sources.Skip(1)], test.Options with { Concurrent = false });
            if (failure is not null)
            {
                lock (failures)
                {
                    failures.Add($"seed {seed}, {test.Path}: {failure}\n{spoiled.Text}");
                }
            }
        });
        Assert.True(failures.Count == 0, $"{failures.Count} of {s_programs} programs:\n" + string.Join("\n\n", failures.Take(3)));
    }

    [Fact]
    public void Equal_seeds_spoil_equally_and_others_do_not()
    {
        string source = CaseFile.Load("csharp/Loops_And_Goto.cs").Sources[0].Text;
        Assert.Equal(new SourceMutator(7).Mutate(source), new SourceMutator(7).Mutate(source));
        Assert.Equal(50, Enumerable.Range(0, 50).Select(seed => new SourceMutator(seed).Mutate(source)).Distinct().Count());
    }

    private static async Task<string?> FailureOf(IEnumerable<SourceFile> sources, LockDiagnosticsOptions options)
    {
        var diagnostics = await LockDiagnostics.OfAsync(sources, options);
        return diagnostics.Diagnostics.FirstOrDefault(
            d => d.Id == "AD0001" || (d.Id == "MML403" && d.GetMessage().Contains("the analysis failed", StringComparison.Ordinal)))?.ToString();
    }
}
