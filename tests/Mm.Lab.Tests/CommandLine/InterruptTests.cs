using System.Diagnostics;

namespace Mm.Lab.Tests.CommandLine;

public sealed class InterruptTests
{
    [Fact]
    public async Task CtrlCStopsCleanlyAndSaysWhatWasMeasured()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using Process process = LabRun.Start("compare", "--size", "64M", "--strategy", "classic", "--waiters", "read", "--runs", "1000");
        Task<string> report = process.StandardOutput.ReadToEndAsync();
        string? line;
        do
        {
            line = await process.StandardError.ReadLineAsync();
            Assert.NotNull(line);
        }
        while (!line.StartsWith("classic: run ", StringComparison.Ordinal) || line.StartsWith("classic: run 1 of", StringComparison.Ordinal));

        using (Process kill = Process.Start("kill", ["-INT", process.Id.ToString()]))
        {
            await kill.WaitForExitAsync();
        }

        string notes = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(2, process.ExitCode);
        Assert.Matches(@"mmlab: stopped; \d+ of 1000 unmappings were measured\n$", notes);
        Assert.Contains("classic #1 ", await report);
    }
}
