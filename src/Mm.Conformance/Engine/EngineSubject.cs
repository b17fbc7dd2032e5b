using Mm.Conformance.Kernel;
using Mm.Conformance.Observations;
using Mm.Conformance.Sequences;

namespace Mm.Conformance.Engine;

/// <summary>The engine as a side of the comparison.</summary>
public sealed class EngineSubject : ISubject
{
    private readonly AddressPlan _plan;
    private readonly EngineSubjectOptions _options;
    private readonly EngineObserver _observer;
    private readonly SortedDictionary<int, EngineProcess> _processes = [];
    private MmSystem? _system;
    private EngineFiles? _files;

    /// <summary>Creates a subject.</summary>
    /// <param name="plan">Where the kernel's executor has its heap and mapping area, so that both sides have the same.</param>
    /// <param name="ignoredFlags">VmFlags that are not compared.</param>
    /// <param name="options">How the engine is set up.</param>
    public EngineSubject(AddressPlan plan, ulong ignoredFlags = 0, EngineSubjectOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        _plan = plan;
        _options = options ?? new EngineSubjectOptions();
        _observer = new EngineObserver(plan, ignoredFlags, _options.WordsPerPage);
    }

    /// <summary>A subject with the addresses, rights and limits that a kernel's processes have.</summary>
    /// <param name="kernel">The other side.</param>
    /// <param name="options">How the engine is set up.</param>
    public static EngineSubject Beside(KernelSubject kernel, EngineSubjectOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        options ??= new EngineSubjectOptions();
        return new EngineSubject(
            kernel.Plan, kernel.Facts.IgnoredFlags, options with { Unprivileged = !kernel.Facts.MayLock, HardLimits = kernel.HardLimits });
    }

    /// <inheritdoc/>
    public void Reset()
    {
        Clear();
        _system = new MmSystem(new MmSystemOptions { RamPages = 1 << 18 });
        _files = new EngineFiles(_system);
        MmOptions options = new()
        {
            MmapBase = _plan.MmapBase,
            StartBrk = _plan.HeapStart,
            UnmapStrategy = _options.UnmapStrategy,
            FaultStrategy = _options.FaultStrategy,
            CapIpcLock = !_options.Unprivileged,
            CapSysRawIo = !_options.Unprivileged,
            ShowVsyscall = false,
        };
        MmStruct mm = new(_system, options);
        mm.SetThpDisabled(true);
        foreach ((ulong start, ulong end, uint permissions) in _plan.Occupied)
            EngineOperations.Occupy(mm, start, end, permissions, _plan);
        foreach ((ulong limit, ulong value) in SubjectLimits.Initial)
            EngineOperations.SetLimit(mm, limit, value, _options.HardLimits);
        _processes.Add(1, new EngineProcess(1, 0, mm));
    }

    /// <inheritdoc/>
    public IReadOnlyList<Step> Execute(IReadOnlyList<Operation> operations)
    {
        ArgumentNullException.ThrowIfNull(operations);
        List<Step> steps = new(operations.Count);
        foreach (Operation operation in operations)
        {
            try
            {
                Outcome outcome = Execute(operation);
                steps.Add(new Step(outcome, [.. _processes.Values.Select(_observer.Observe)]));
            }
            catch (Exception thrown)
            {
                // What threw may have left a lock behind, so nothing is taken down: disposing could wait for ever.
                _processes.Clear();
                _system = null;
                throw new SubjectFailedException(steps, thrown);
            }
        }
        return steps;
    }

    /// <inheritdoc/>
    public void Dispose() => Clear();

    private void Clear()
    {
        foreach (EngineProcess process in _processes.Values)
            process.Mm.Dispose();
        _processes.Clear();
        _system?.Dispose();
        _system = null;
    }

    private Outcome Execute(in Operation operation)
    {
        if (!_processes.TryGetValue(operation.Process, out EngineProcess? process))
            return Outcome.NoProcess;
        switch (operation.Kind)
        {
            case OperationKind.Fork:
                return Fork(process, (int)operation.A0);
            case OperationKind.Exit:
                return Exit(process);
            case OperationKind.Peek or OperationKind.Poke:
                return _processes.TryGetValue((int)operation.A0, out EngineProcess? target) ? EngineOperations.Remote(target.Mm, operation) : Outcome.NoProcess;
            default:
                return EngineOperations.Execute(process.Mm, _files!, _options.HardLimits, operation);
        }
    }

    private Outcome Fork(EngineProcess parent, int number)
    {
        if (number is <= 1 or > Operation.MaxProcess || _processes.ContainsKey(number))
            return Outcome.NoProcess;
        MmStruct? child = parent.Mm.Fork(out long error);
        if (child is null)
            return new Outcome(error);
        _processes.Add(number, new EngineProcess(number, parent.Number, child));
        return new Outcome(0);
    }

    private Outcome Exit(EngineProcess process)
    {
        if (process.Number == 1 || _processes.Values.Any(p => p.Parent == process.Number))
            return Outcome.NoProcess;
        process.Mm.Dispose();
        _processes.Remove(process.Number);
        return new Outcome(0);
    }
}
