// What the lock analyzer costs a build: CPU time of the SDK's compiler server for a whole compilation, with the SDK's default analyzers alone and with one more
// analyzer beside them, in turn; then the compiler's own account of its analyzers (-p:ReportAnalyzer=true).
//
//   dotnet run -c Release --project tests/Mm.Analyzers.Cost -- PROJECT.csproj [ROUNDS] [--quick]
using System.Globalization;
using System.Reflection;
using Mm.Analyzers.Cost;

const int mostWarmUps = 8;
const string usage = "usage: PROJECT.csproj [ROUNDS] [--quick]: an existing project, restored; how often each set is timed (9); without Sonar";
bool quick = args.Contains("--quick");
string[] given = [.. args.Where(a => a != "--quick")];
if (given is not [var project, ..] || !File.Exists(project))
{
    Console.Error.WriteLine(usage);
    return 64;
}

int rounds = 9;
if (given.Length > 2 || (given is [_, var text] && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out rounds) || rounds is < 1 or > 1000)))
{
    Console.Error.WriteLine($"'{string.Join(' ', given[1..])}' is not a number of rounds (1 to 1000)");
    return 64;
}

var metadata = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().ToDictionary(m => m.Key, m => m.Value!);
var compile = CompilerCommand.Of(project);
var locks = new AnalyzerSet("NetAnalyzers + MmLocks", [.. compile.NetAnalyzers, Path.GetFullPath(metadata["Mml"])]);
var sets = new List<AnalyzerSet> { new("compiler alone", []), new("NetAnalyzers", compile.NetAnalyzers), locks };
if (!quick)
{
    sets.Add(new("NetAnalyzers + Sonar",
        [.. compile.NetAnalyzers, .. Directory.EnumerateFiles(Path.Combine(metadata["Sonar"], "analyzers"), "SonarAnalyzer*.dll", SearchOption.AllDirectories)]));
}

using var server = new CompilerServer(compile);
var times = sets.Select(_ => new CpuTimes()).ToArray();
for (int round = -Math.Min(mostWarmUps, rounds); round < rounds; round++)
{
    for (int i = 0; i < sets.Count; i++)
    {
        double milliseconds = server.Compile(sets[i]).Milliseconds;
        if (round >= 0) times[i].Add(milliseconds);
    }
}

Console.WriteLine($"{Path.GetFileName(project)}: {compile.SourceCount} files, {compile.LineCount:N0} lines; CPU milliseconds of {rounds} rounds: minimum, lower quartile, median");
for (int i = 0; i < sets.Count; i++)
{
    var (time, beside) = (times[i], times[i > 1 ? 1 : 0]);
    string more = i == 0 ? "" : $"   {Change(t => t.Minimum)}, {Change(t => t.LowerQuartile)}, {Change(t => t.Median)} {(i == 1 ? "of the compiler alone" : "beside NetAnalyzers")}";
    Console.WriteLine($"  {sets[i].Name,-24} {time.Minimum,6:N0} {time.LowerQuartile,6:N0} {time.Median,6:N0}{more}");

    string Change(Func<CpuTimes, double> of) => $"{(of(time) - of(beside)) / of(beside):+0.0%;-0.0%}";
}

string[] reported = server.Compile(locks, "/reportanalyzer").Output.Split('\n');
foreach (string line in reported.Where(l => l.Contains("Total analyzer", StringComparison.Ordinal) || l.Contains("Analyzers, Version=", StringComparison.Ordinal)))
    Console.WriteLine("  " + line.Trim());
return 0;
