using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Mm.Analyzers.Cost;

/// <summary>Compiles with each set in turn, round after round, and counts this process's CPU time.</summary>
internal static class CostMeter
{
    private const int WarmUps = 3;

    public static async Task<IReadOnlyList<CpuTime>> MeasureAsync(CompilerCommand command, IReadOnlyList<AnalyzerSet> sets, int rounds)
    {
        var times = sets.Select(_ => new List<double>()).ToArray();
        for (int round = -WarmUps; round < rounds; round++)
        {
            for (int i = 0; i < sets.Count; i++)
            {
                double ms = await CompileAsync(command, sets[i]);
                if (round >= 0)
                    times[i].Add(ms);
            }
        }

        return [.. times.Select(t => new CpuTime(t.Order().ElementAt(t.Count / 2), t.Min()))];
    }

    private static async Task<double> CompileAsync(CompilerCommand command, AnalyzerSet set)
    {
        Compilation compilation = command.NewCompilation();
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        if (set.Analyzers.IsEmpty)
        {
            compilation.GetDiagnostics();
        }
        else
        {
            var with = compilation.WithAnalyzers(set.Analyzers, new CompilationWithAnalyzersOptions(
                command.Options, onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false));
            var found = await with.GetAllDiagnosticsAsync();
            if (found.FirstOrDefault(d => d.Id == "AD0001") is { } crash)
                throw new InvalidOperationException(crash.ToString());
            compilation = with.Compilation;
        }

        compilation.Emit(Stream.Null);
        process.Refresh();
        return (process.TotalProcessorTime - before).TotalMilliseconds;
    }
}
