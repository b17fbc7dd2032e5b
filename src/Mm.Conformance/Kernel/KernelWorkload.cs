using System.Diagnostics;

namespace Mm.Conformance.Kernel;

/// <summary>
/// Work for the running kernel, in a process that has nothing but the executor in it: one thread, few mappings, no runtime that other CPUs would have to be interrupted
/// for. Calls are queued and then run in one go, so that what is timed is the kernel and a loop of a few instructions.
/// </summary>
public sealed class KernelWorkload : IDisposable
{
    private const int Template = 1;
    private const int Worker = 2;
    private const int Child = 3;
    private const ulong SetThpDisable = 41;
    private const ulong AnyChild = ulong.MaxValue;

    private readonly ExecutorProcess _executor;
    private readonly CommandBatch _batch;
    private TimeSpan _elapsed;

    private KernelWorkload(ExecutorProcess executor)
    {
        _executor = executor;
        _batch = new CommandBatch(executor.Area);
        _batch.Clear();
    }

    /// <summary>Calls that are run in one go; what is queued beyond that is run in several.</summary>
    public static int BatchSize => Layout.MaxCommands - 8;

    /// <summary>Starts a process for work.</summary>
    /// <exception cref="KernelUnavailableException">This system cannot run it; the message is the reason.</exception>
    public static KernelWorkload Start()
    {
        var workload = new KernelWorkload(ExecutorProcess.Start());
        try
        {
            int fork = workload._batch.Add(Template, (ulong)Special.Fork, Worker);
            workload._batch.Run(workload._executor);
            if (workload._batch.Result(fork) < 0)
                throw new KernelUnavailableException($"the executor cannot fork (errno {-workload._batch.Result(fork)})");
            workload._batch.Clear();
            workload.Call(SystemCalls.Prctl, SetThpDisable, 1, 0, 0, 0);
            workload.Run();
            return workload;
        }
        catch
        {
            workload.Dispose();
            throw;
        }
    }

    /// <summary>Queues a system call.</summary>
    /// <param name="number">Its x86-64 number.</param>
    /// <param name="arguments">Its arguments.</param>
    public void Call(ulong number, params ReadOnlySpan<ulong> arguments)
    {
        MakeRoom();
        _batch.Add(Worker, number, arguments);
    }

    /// <summary>Queues a load of a byte.</summary>
    public void Load(ulong address) => Call((ulong)Special.Load, address);

    /// <summary>Queues a store of a byte.</summary>
    public void Store(ulong address) => Call((ulong)Special.Store, address, 1);

    /// <summary>Queues a fork whose child ends at once, and the wait for it.</summary>
    public void Fork()
    {
        MakeRoom();
        _batch.Add(Worker, (ulong)Special.Fork, Child);
        _batch.AddExit(Child, Worker);
        _batch.Add(Worker, SystemCalls.Wait4, AnyChild, 0, 0, 0);
    }

    /// <summary>A buffer of the shared area that calls may write to; its contents change with every run.</summary>
    /// <param name="bytes">Its size.</param>
    /// <returns>Its address in the worker.</returns>
    public ulong Scratch(int bytes) => CommandBatch.Address(_batch.Buffer(bytes));

    /// <summary>Runs what is queued.</summary>
    /// <returns>How long all since the last time took.</returns>
    public TimeSpan Run()
    {
        RunBatch();
        TimeSpan elapsed = _elapsed;
        _elapsed = TimeSpan.Zero;
        return elapsed;
    }

    /// <inheritdoc/>
    public void Dispose() => _executor.Dispose();

    private void MakeRoom()
    {
        if (!_batch.Fits(8, 0))
            RunBatch();
    }

    private void RunBatch()
    {
        long start = Stopwatch.GetTimestamp();
        _batch.Run(_executor);
        _elapsed += Stopwatch.GetElapsedTime(start);
        _batch.Clear();
    }
}
