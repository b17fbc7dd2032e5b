// What the lock analyzer costs a build: CPU time of a whole compilation, with the SDK's default analyzers alone and with one more analyzer beside them, in turn.
//
//   dotnet run -c Release --project tests/Mm.Analyzers.Cost -- PROJECT.csproj [ROUNDS]
using System.Globalization;
using System.Reflection;
using Mm.Analyzers.Cost;

if (args is not [var project, .. var rest] || !File.Exists(project))
{
    Console.Error.WriteLine("usage: PROJECT.csproj [ROUNDS]: an existing project, restored; and how often each set is timed (9)");
    return 64;
}

int rounds = 9;
if (rest.Length > 1 || (rest is [var given] && (!int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out rounds) || rounds is < 1 or > 1000)))
{
    Console.Error.WriteLine($"'{string.Join(' ', rest)}' is not a number of rounds (1 to 1000)");
    return 64;
}

var metadata = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().ToDictionary(m => m.Key, m => m.Value!);
var compile = CompilerCommand.Of(project);
var loader = new AnalyzerLoader();
var shipped = loader.Load(compile.AnalyzerPaths.Where(p => Path.GetFileName(p).EndsWith("NetAnalyzers.dll", StringComparison.Ordinal)));
var sets = new List<AnalyzerSet>
{
    new("compiler alone", []),
    new("NetAnalyzers", shipped),
    new("NetAnalyzers + MmLocks", [.. shipped, .. loader.Load([metadata["Mml"]])]),
    new("NetAnalyzers + Sonar", [.. shipped, .. loader.Load(Directory.EnumerateFiles(Path.Combine(metadata["Sonar"], "analyzers"), "SonarAnalyzer.CSharp.dll", SearchOption.AllDirectories).Take(1))]),
};

var times = await CostMeter.MeasureAsync(compile, sets, rounds);
double alone = times[0].Median, net = times[1].Median;
Console.WriteLine($"{Path.GetFileName(project)}: {compile.SourceCount} files, {compile.LineCount:N0} lines; CPU milliseconds, median (minimum) of {rounds} rounds");
foreach (var (set, time) in sets.Zip(times))
{
    string marginal = set.Name.StartsWith("NetAnalyzers +", StringComparison.Ordinal)
        ? $"   beside NetAnalyzers: {(time.Median - net) / net:+0.0%;-0.0%} of that build (minima {(time.Minimum - times[1].Minimum) / times[1].Minimum:+0.0%;-0.0%}), {(time.Median - net) / alone:+0.0%;-0.0%} of the compiler alone"
        : set.Name == "NetAnalyzers" ? $"   {(net - alone) / alone:+0.0%;-0.0%} of the compiler alone" : "";
    Console.WriteLine($"  {set.Name,-24} {time.Median,8:N0} ({time.Minimum:N0}){marginal}");
}

return 0;
