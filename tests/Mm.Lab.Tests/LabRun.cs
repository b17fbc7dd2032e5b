using System.Diagnostics;
using MunmapLab;
using MunmapLab.Output;

namespace Mm.Lab.Tests;

/// <summary>One run of the program and what it left behind.</summary>
internal sealed record LabRun(int ExitCode, string Report, string Notes)
{
    /// <summary>Runs the program inside this process.</summary>
    public static LabRun InProcess(params string[] arguments) => InProcess(CancellationToken.None, arguments);

    public static LabRun InProcess(CancellationToken stop, params string[] arguments)
    {
        var report = new StringWriter { NewLine = "\n" };
        var notes = new StringWriter { NewLine = "\n" };
        int exitCode = LabCommandLine.Run(arguments, LabOutput.ForText(report, notes), stop);
        return new LabRun(exitCode, report.ToString(), notes.ToString());
    }

    /// <summary>Starts the program as a process of its own, with its output in pipes.</summary>
    public static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "mmlab.dll") },
        };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    /// <summary>Runs the program as a process of its own to its end.</summary>
    public static LabRun AsProcess(params string[] arguments)
    {
        using Process process = Start(arguments);
        Task<string> notes = process.StandardError.ReadToEndAsync();
        string report = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new LabRun(process.ExitCode, report, notes.Result);
    }

    /// <summary>Asserts that the program did nothing but say in one line why it does not do what it was asked.</summary>
    public void AssertRefused(int exitCode, string reason)
    {
        Assert.Equal(exitCode, ExitCode);
        Assert.Equal("", Report);
        string line = Assert.Single(Notes.TrimEnd('\n').Split('\n'));
        Assert.StartsWith("mmlab: ", line);
        Assert.Contains(reason, line);
    }
}
