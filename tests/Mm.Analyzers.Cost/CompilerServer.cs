using System.Diagnostics;

namespace Mm.Analyzers.Cost;

/// <summary>
/// The SDK's compiler server, as builds use it, in a process of its own: it runs the real driver, leaves out the analyzers that could only report what a build does
/// not show, and keeps what the JIT has compiled.
/// </summary>
internal sealed class CompilerServer : IDisposable
{
    private readonly CompilerCommand _command;
    private readonly string _folder = Directory.CreateTempSubdirectory("analyzer-cost-").FullName;
    private readonly string _pipe = "analyzer-cost-" + Guid.NewGuid().ToString("N")[..12];
    private readonly Process _server;

    public CompilerServer(CompilerCommand command)
    {
        _command = command;
        _server = Start("VBCSCompiler.dll", ["-pipename:" + _pipe], _folder);
        // A client that finds no server starts one of its own: this one is waited for until it is idle.
        for (double seen = -1; CpuTime() is var now && (now <= 0 || now > seen); seen = now) Thread.Sleep(1000);
    }

    /// <summary>Compiles once; the CPU time of the server, in milliseconds, and what the compiler printed.</summary>
    public (double Milliseconds, string Output) Compile(AnalyzerSet set, params string[] more)
    {
        string response = Path.Combine(_folder, "arguments.rsp");
        File.WriteAllLines(response, _command.With(set, Path.Combine(_folder, "out.dll")).Concat(more).Select(Quoted));
        double before = CpuTime();
        using var client = Start("csc.dll", ["/shared:" + _pipe, "/noconfig", "@" + response], _command.Folder);
        string output = client.StandardOutput.ReadToEnd();
        client.WaitForExit();
        double spent = CpuTime() - before;
        if (output.Split('\n').FirstOrDefault(l => l.Contains("error CS", StringComparison.Ordinal) || l.Contains("AD0001", StringComparison.Ordinal)) is { } error)
            throw new InvalidOperationException(error.Trim());
        return spent > 0 ? (spent, output) : throw new InvalidOperationException("The compiler server did nothing: the client has not reached it.");
    }

    public void Dispose()
    {
        _server.Kill();
        _server.WaitForExit();
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Quoted(string argument) => argument.Contains(' ') && !argument.Contains('"') ? '"' + argument + '"' : argument;

    private double CpuTime()
    {
        _server.Refresh();
        return _server.TotalProcessorTime.TotalMilliseconds;
    }

    private Process Start(string assembly, IEnumerable<string> arguments, string folder)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = folder, RedirectStandardOutput = true };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(Path.Combine(_command.CompilerFolder, assembly));
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}
