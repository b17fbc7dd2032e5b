using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Mm.Lab.Tests.BrokenStrategies;

/// <summary>The failing build of samples/BrokenStrategies, made once for all tests.</summary>
public sealed partial class BrokenBuild
{
    public BrokenBuild()
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folder,
        };

        // The test process holds on to MSBuild's settings of the build that started it; the inner build must not take them for its own.
        foreach (string variable in (string[])["MSBuildSDKsPath", "MSBuildExtensionsPath", "MSBUILD_EXE_PATH"])
        {
            start.Environment.Remove(variable);
        }

        // What the sample refers to was built for this test project, in the same configuration.
        foreach (string argument in (string[])["build", "-nologo", "-v", "quiet", "-clp:NoSummary", "-c", Configuration, "-nodeReuse:false", "-p:BuildProjectReferences=false"])
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        ExitCode = process.ExitCode;
        Output = output + errors.Result;
        Reports = [.. Report().Matches(Output).Select(m => m.Value).Distinct().OrderBy(r => r, StringComparer.Ordinal)];
    }

    /// <summary>The sample's folder.</summary>
    public static string Folder { get; } = Path.GetFullPath(Path.Combine(SourceFolder(), "../../../samples/BrokenStrategies"));

    public int ExitCode { get; }

    /// <summary>All that the build wrote.</summary>
    public string Output { get; }

    /// <summary>The reports, each once, from the file name on: <c>File.cs(12,9): error MML105: ...</c>.</summary>
    public IReadOnlyList<string> Reports { get; }

    private static string Configuration =>
        AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";

    private static string SourceFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    [GeneratedRegex(@"[^/\\\s]+\.cs\(\d+,\d+\): (error|warning) [A-Z]+\d+: .*?(?= \[[^\]]*csproj\])")]
    private static partial Regex Report();
}
