using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Mm.Conformance.Kernel;

/// <summary>
/// The executor, started and waiting for commands. Process 1 is a template: it only forks the processes under test, so every sequence starts from the same
/// empty window, for the price of a fork.
/// </summary>
internal sealed unsafe class ExecutorProcess : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly SharedArea _area;
    private readonly Process _process;

    private ExecutorProcess(SharedArea area, Process process)
    {
        _area = area;
        _process = process;
    }

    public SharedArea Area => _area;

    /// <summary>Starts the executor.</summary>
    /// <exception cref="KernelUnavailableException">This system cannot run it.</exception>
    public static ExecutorProcess Start()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
            throw new KernelUnavailableException($"operations are compared on x86-64 Linux only, and this is {RuntimeInformation.RuntimeIdentifier}");
        SharedArea area = new();
        ExecutableFile? executable = null;
        try
        {
            executable = ExecutableFile.Create(ExecutorImage.Build());
            area.Words(Layout.NextCommand, 1)[0] = Layout.SharedBase + Layout.Commands;
            area.Words(Layout.WaitTime, 2)[0] = 2;
            *area.TurnWord = 1;
            ProcessStartInfo start = new(executable.Path) { UseShellExecute = false, ArgumentList = { area.Path } };
            start.Environment.Clear();
            Process process = Process.Start(start) ?? throw new KernelUnavailableException("the executor did not start");
            ExecutorProcess executor = new(area, process);
            executor.AwaitTurn();
            return executor;
        }
        catch (Win32Exception failure)
        {
            area.Dispose();
            throw new KernelUnavailableException($"the executor cannot be started: {failure.Message}", failure);
        }
        catch
        {
            area.Dispose();
            throw;
        }
        finally
        {
            executable?.Dispose();
        }
    }

    /// <summary>Executes the commands from the first one on, beginning in process <paramref name="process"/>, until one hands the turn back.</summary>
    public void Run(int process)
    {
        Begin(process);
        AwaitTurn();
    }

    /// <summary>As <see cref="Run"/>, without waiting for the end.</summary>
    public void Begin(int process)
    {
        _area.Words(Layout.NextCommand, 1)[0] = Layout.SharedBase + Layout.Commands;

        // Pairs with the executor's load of the turn: the commands, written before, are visible once the turn is. Without release order it could run stale ones.
        Volatile.Write(ref *_area.TurnWord, process);
        Native.Wake(_area.TurnWord);
    }

    /// <summary>Waits until the executor hands the turn back.</summary>
    /// <exception cref="KernelUnavailableException">It ended, or hangs.</exception>
    public void AwaitTurn()
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            // Pairs with the executor's store of the turn: what it wrote before is visible after this load. Without acquire order results could be stale.
            int turn = Volatile.Read(ref *_area.TurnWord);
            if (turn == 0)
                return;
            Native.Wait(_area.TurnWord, turn, TimeSpan.FromMilliseconds(200));
            if (Volatile.Read(ref *_area.TurnWord) == 0)
                return;
            if (_process.HasExited)
                throw new KernelUnavailableException($"the executor ended with code {_process.ExitCode}");
            if (Stopwatch.GetElapsedTime(start) > Deadline)
                throw new KernelUnavailableException($"the executor's process {turn} does not answer");
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _area.Dispose();
    }
}
