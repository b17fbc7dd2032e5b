using System.Diagnostics;
using System.Text.Json;

namespace Mm.Analyzers.Cost;

/// <summary>A project's call of the compiler, as MSBuild would make it.</summary>
internal sealed class CompilerCommand
{
    private const string Analyzer = "/analyzer:";

    private readonly IReadOnlyList<string> _arguments;

    private CompilerCommand(string folder, string compilerFolder, IReadOnlyList<string> arguments)
    {
        Folder = folder;
        CompilerFolder = compilerFolder;
        _arguments = arguments;
        var sources = arguments.Where(a => !a.StartsWith('/')).Select(a => Path.Combine(folder, a.Trim('"'))).ToArray();
        SourceCount = sources.Length;
        LineCount = sources.Sum(s => File.ReadLines(s).Count());
    }

    /// <summary>Where the project is: what the arguments name is relative to it.</summary>
    public string Folder { get; }

    /// <summary>Where the SDK's compiler and its server are.</summary>
    public string CompilerFolder { get; }

    public int SourceCount { get; }

    public int LineCount { get; }

    /// <summary>The analyzers that the SDK adds to every project.</summary>
    public IReadOnlyList<string> NetAnalyzers =>
        [.. Analyzers.Where(f => Path.GetFileName(f).EndsWith("NetAnalyzers.dll", StringComparison.Ordinal))];

    private IEnumerable<string> Analyzers => _arguments.Where(a => a.StartsWith(Analyzer, StringComparison.Ordinal)).Select(a => a[Analyzer.Length..]);

    public static CompilerCommand Of(string project)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                "msbuild", project, "-t:Rebuild", "-p:Configuration=Release", "-p:BuildProjectReferences=false", "-p:ProvideCommandLineArgs=true",
                "-p:SkipCompilerExecution=true", "-getItem:CscCommandLineArgs", "-getProperty:RoslynTargetsPath",
            },
        };
        using var process = Process.Start(start)!;
        // What follows the compiler in the build misses its output, and says so: that is no concern here.
        process.BeginErrorReadLine();
        string json = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        using var document = JsonDocument.Parse(json);
        string roslyn = document.RootElement.GetProperty("Properties").GetProperty("RoslynTargetsPath").GetString()!;
        string[] args = [.. document.RootElement.GetProperty("Items").GetProperty("CscCommandLineArgs").EnumerateArray().Select(i => i.GetProperty("Identity").GetString()!)];
        return args.Length > 0
            ? new CompilerCommand(Path.GetDirectoryName(Path.GetFullPath(project))!, Path.Combine(roslyn, "bincore"), args)
            : throw new InvalidOperationException($"MSBuild gave no compiler arguments for '{project}': is it restored, and are its references built?");
    }

    /// <summary>The arguments with these analyzers instead of the project's own. The framework's source generators stay: code may need what they write.</summary>
    public IEnumerable<string> With(AnalyzerSet set, string output) =>
    [
        .. _arguments.Where(a => !IsOutput(a) && !(a.StartsWith(Analyzer, StringComparison.Ordinal) && !a.Contains("Microsoft.NETCore.App.Ref", StringComparison.Ordinal))),
        .. set.Files.Select(f => Analyzer + f),
        "/out:" + output,
        // What an analyzer finds here is no concern either.
        "/warnaserror-",
    ];

    private static bool IsOutput(string argument) =>
        argument is "/noconfig" || argument.StartsWith("/out:", StringComparison.Ordinal) || argument.StartsWith("/refout:", StringComparison.Ordinal)
        || argument.StartsWith("/doc:", StringComparison.Ordinal);
}
