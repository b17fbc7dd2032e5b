using Mm.Conformance.Observations;
using Mm.Conformance.Sequences;

namespace Mm.Conformance.Kernel;

/// <summary>
/// The running Linux kernel as a side of the comparison: operations become commands of the executor, in batches, each followed by the commands
/// that observe every living process.
/// </summary>
public sealed class KernelSubject : ISubject
{
    private const int Template = 1;
    private const ulong AdviceFree = 8;
    private const ulong AdviceCold = 20;

    private readonly ExecutorProcess _executor;
    private readonly CommandBatch _batch;
    private readonly KernelSubjectOptions _options;
    private readonly ulong[] _files = new ulong[SubjectFiles.Count];
    private readonly Dictionary<ulong, ulong> _hardLimits = [];
    private readonly SortedDictionary<int, SubjectProcess> _processes = [];
    private long _steps;

    private KernelSubject(ExecutorProcess executor, KernelSubjectOptions options)
    {
        _executor = executor;
        _options = options;
        _batch = new CommandBatch(executor.Area);
        Plan = AddressPlan.Default;
    }

    /// <summary>Where the executor's heap and mapping area are.</summary>
    public AddressPlan Plan { get; private set; }

    /// <summary>What this system lets the comparison see.</summary>
    public KernelFacts Facts { get; private set; } = KernelFacts.None;

    /// <summary>The hard limits that this system sets, by number: no process under test gets beyond them.</summary>
    public IReadOnlyDictionary<ulong, ulong> HardLimits => _hardLimits;

    /// <summary>Starts an executor on the running kernel.</summary>
    /// <param name="options">What to observe and with which rights.</param>
    /// <exception cref="KernelUnavailableException">This system cannot run it; the message is the reason.</exception>
    public static KernelSubject Start(KernelSubjectOptions? options = null)
    {
        KernelSubject subject = new(ExecutorProcess.Start(), options ?? new KernelSubjectOptions());
        try
        {
            subject.LeaveProcessGroup();
            subject.Reset();
            (subject.Plan, subject.Facts) = KernelProbe.Run(subject, subject._options.WindowPages);
            subject.HideFrameNumbers();
            subject.Reset();
            return subject;
        }
        catch
        {
            subject.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Reset()
    {
        _batch.Clear();
        while (_processes.Count > 0)
            AppendExit(_processes.Values.First(p => _processes.Values.All(child => child.Parent != p.Number)));
        _batch.Run(_executor);
        _steps = 0;
        AddProcess(1, Template - 1, ForkNow(Template, 2));
        SubjectSetup.Run(_batch, _executor, _files, _hardLimits, _options);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Step> Execute(IReadOnlyList<Operation> operations)
    {
        ArgumentNullException.ThrowIfNull(operations);
        List<Step> steps = new(operations.Count);
        List<PendingStep> pending = [];
        for (int next = 0; next < operations.Count;)
        {
            _batch.Clear();
            pending.Clear();
            bool forked = false;
            do
            {
                forked = operations[next].Kind == OperationKind.Fork;
                pending.Add(Append(operations[next++]));
            }
            while (!forked && next < operations.Count && _batch.Fits(10 + (4 * _processes.Count), _processes.Count * ObservationCommands.Capacity(Plan)));
            _batch.Run(_executor);
            foreach (PendingStep step in pending)
                steps.Add(Complete(step));
        }
        return steps;
    }

    /// <inheritdoc/>
    public void Dispose() => _executor.Dispose();

    /// <summary>The living processes under test.</summary>
    internal IEnumerable<long> ProcessIds => _processes.Values.Select(p => p.Pid);

    /// <summary>One system call of the process under test, outside a sequence.</summary>
    internal long Call(ulong number, params ReadOnlySpan<ulong> arguments)
    {
        _batch.Clear();
        int index = _batch.Add(2, number, arguments);
        _batch.Run(_executor);
        return _batch.Result(index);
    }

    /// <summary>Executes operations of the first process, with nothing observed between them; the result of each.</summary>
    internal long[] Results(IReadOnlyList<Operation> operations)
    {
        List<long> results = new(operations.Count);
        foreach (Operation[] part in operations.Chunk(Layout.MaxCommands / 2))
        {
            _batch.Clear();
            OperationContext context = new(_files, _hardLimits);
            int[] commands = [.. part.Select(o => OperationCommands.Add(_batch, o, _processes[1], _processes, context).Command)];
            _batch.Run(_executor);
            results.AddRange(commands.Select(_batch.Result));
        }
        return [.. results];
    }

    /// <summary>The text of the first process's maps, and the pagemap entries of a range.</summary>
    internal (byte[] Maps, ulong[] Pages) Look(ulong start, int pages)
    {
        SubjectProcess process = _processes[1];
        _batch.Clear();
        int text = _batch.Buffer(1 << 16), entries = _batch.Buffer(pages * 8);
        int length = _batch.Add(process.Executor, (ulong)Special.ReadAll, process.Maps, CommandBatch.Address(text), 1 << 16);
        _batch.Add(process.Executor, SystemCalls.Pread, process.Pagemap, CommandBatch.Address(entries), (ulong)pages * 8, start / 4096 * 8);
        _batch.Run(_executor);
        return (_batch.Bytes(text, (int)_batch.Result(length)).ToArray(), _batch.Words(entries, pages).ToArray());
    }

    /// <summary>The pagemap that the first process opened with rights still shows them, its children's do not; half a pattern says nothing.</summary>
    private void HideFrameNumbers()
    {
        if (_options.Unprivileged)
            Facts = Facts with { FrameNumbers = false };
    }

    /// <summary>Ctrl+C is for the program that compares, which ends its executor in order.</summary>
    private void LeaveProcessGroup()
    {
        _batch.Clear();
        _batch.Add(Template, SystemCalls.Setpgid, 0, 0);
        _batch.Run(_executor);
    }

    private PendingStep Append(in Operation operation)
    {
        bool smaps = _options.SmapsEvery > 0 && _steps++ % _options.SmapsEvery == 0;
        if (!_processes.TryGetValue(operation.Process, out SubjectProcess? process) || !IsPossible(operation))
            return new PendingStep(operation, -1, 0, Observe(smaps));
        if (operation.Kind == OperationKind.Exit)
        {
            int exit = AppendExit(process);
            return new PendingStep(operation, exit, 0, Observe(smaps));
        }
        if (operation.Kind == OperationKind.Fork)
        {
            // The child's proc files can be opened only once it exists, so what follows is observed by Complete.
            return new PendingStep(operation, _batch.Add(process.Executor, (ulong)Special.Fork, operation.A0 + 1), 0, null);
        }
        OperationCommands.Added added = OperationCommands.Add(_batch, operation, process, _processes, new OperationContext(_files, _hardLimits));
        if (operation is { Kind: OperationKind.Madvise, A2: AdviceFree })
            DrainPageQueues(process);
        return new PendingStep(operation, added.Command, added.Buffer, Observe(smaps));
    }

    /// <summary>
    /// MADV_FREE only queues its pages; smaps shows them when the queue is drained. Cold and munlock both begin by draining it; each leaves the
    /// executor's code page, which the other cannot be used on, as it is.
    /// </summary>
    private void DrainPageQueues(SubjectProcess process)
    {
        _batch.Add(process.Executor, SystemCalls.Munlock, Layout.CodeBase, 4096);
        _batch.Add(process.Executor, SystemCalls.Madvise, Layout.CodeBase, 4096, AdviceCold);
    }

    /// <summary>A fork needs a free number; a process with children does not exit; the first one never; a remote access needs its target.</summary>
    private bool IsPossible(Operation operation) => operation.Kind switch
    {
        OperationKind.Fork => operation.A0 is > 1 and <= Operation.MaxProcess && !_processes.ContainsKey((int)operation.A0),
        OperationKind.Exit => operation.Process != 1 && _processes.Values.All(p => p.Parent != operation.Process),
        OperationKind.Peek or OperationKind.Poke => _processes.ContainsKey((int)operation.A0),
        _ => true,
    };

    private Step Complete(in PendingStep step)
    {
        if (step.Command < 0)
            return new Step(Outcome.NoProcess, Views(step.Observations!));
        long result = _batch.Result(step.Command);
        if (step.Operation.Kind == OperationKind.Fork)
        {
            if (result > 0)
            {
                AddProcess((int)step.Operation.A0, step.Operation.Process, result);
                result = 0;
            }
            _batch.Clear();
            List<ObservationCommands> observations = Observe(_options.SmapsEvery > 0);
            _batch.Run(_executor);
            return new Step(new Outcome(result), Views(observations));
        }
        Outcome outcome = step.Operation.Kind == OperationKind.Exit ? new Outcome(0) : OperationCommands.OutcomeOf(_batch, step.Operation, result, step.Buffer);
        return new Step(outcome, Views(step.Observations!));
    }

    /// <summary>Ends a process without children; its parent waits for it.</summary>
    private int AppendExit(SubjectProcess process)
    {
        int parent = process.Parent + 1;
        int exit = _batch.AddExit(process.Executor, parent);
        _batch.Add(parent, SystemCalls.Wait4, (ulong)process.Pid, 0, 0, 0);
        _processes.Remove(process.Number);
        return exit;
    }

    private List<ObservationCommands> Observe(bool smaps)
    {
        List<ObservationCommands> observations = new(_processes.Count);
        foreach (SubjectProcess process in _processes.Values)
            observations.Add(ObservationCommands.Add(_batch, process, Plan, smaps, _options.WordsPerPage));
        return observations;
    }

    private List<ProcessView> Views(List<ObservationCommands> observations) => observations.ConvertAll(o => o.View(_batch, Plan, Facts));

    private long ForkNow(int from, int number)
    {
        _batch.Clear();
        int index = _batch.Add(from, (ulong)Special.Fork, (ulong)number);
        _batch.Run(_executor);
        long pid = _batch.Result(index);
        return pid > 0 ? pid : throw new KernelUnavailableException($"the executor cannot fork (errno {-pid})");
    }

    private void AddProcess(int number, int parent, long pid)
    {
        _batch.Clear();
        ReadOnlySpan<string> names = ["/proc/self/smaps", "/proc/self/maps", "/proc/self/pagemap"];
        Span<int> opens = stackalloc int[3];
        for (int i = 0; i < names.Length; i++)
            opens[i] = _batch.Add(number + 1, SystemCalls.Open, CommandBatch.Address(_batch.Buffer(names[i])), 0, 0);
        _batch.Run(_executor);
        foreach (int open in opens)
        {
            if (_batch.Result(open) < 0)
                throw new KernelUnavailableException($"a process cannot open its own proc files (errno {-_batch.Result(open)})");
        }
        _processes.Add(number, new SubjectProcess(
            number, parent, pid, (ulong)_batch.Result(opens[0]), (ulong)_batch.Result(opens[1]), (ulong)_batch.Result(opens[2])));
    }

    private readonly record struct PendingStep(Operation Operation, int Command, int Buffer, List<ObservationCommands>? Observations);
}
