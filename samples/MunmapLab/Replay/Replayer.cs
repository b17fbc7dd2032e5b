using Mm;
using MunmapLab.Output;
using MunmapLab.Traces;

namespace MunmapLab.Replay;

/// <summary>
/// Replays a recording on the engine, in the recorded order. A call takes effect when it returned; only where a call was given an address
/// that an unmapping of another task, begun but not yet returned, must have freed, is that unmapping made first.
/// </summary>
internal sealed class Replayer : IDisposable
{
    private readonly ReplayOptions _options;
    private readonly RecordingIndex _index;
    private readonly MmSystem _system = new(new MmSystemOptions { Overcommit = OvercommitMode.Always });
    private readonly Dictionary<int, ReplayProcess> _tasks = [];
    private readonly Dictionary<TraceCall, long> _early = [];
    private readonly List<TraceCall> _begun = [];
    private readonly CallReplayer _calls;

    public Replayer(ReplayOptions options, RecordingIndex index)
    {
        _options = options;
        _index = index;
        _calls = new CallReplayer(options.Recording, Result);
    }

    public ReplayResult Result { get; } = new();

    /// <summary>Replays to the end; false where the user stopped.</summary>
    public bool Run(RecordingText text, IProgressReport progress, CancellationToken stop)
    {
        progress.Begin($"replaying {text.Name}", (ulong)_index.Calls);
        ulong done = 0;
        foreach (TraceEvent e in new StraceReader(text).Read())
        {
            if (stop.IsCancellationRequested)
            {
                return false;
            }

            ReplayProcess process = ProcessOf(e.Task);
            switch (e.Kind)
            {
                case TraceEventKind.Begin:
                    Begin(process, e.Call!);
                    break;
                case TraceEventKind.End:
                    End(process, e.Call!);
                    progress.Advance(++done);
                    break;
                case TraceEventKind.TaskEnded:
                    _tasks.Remove(e.Task);
                    process.TaskEnded();
                    break;
            }
        }

        return true;
    }

    public void Dispose() => _system.Dispose();

    private ReplayProcess ProcessOf(int task)
    {
        if (_tasks.TryGetValue(task, out ReplayProcess? process))
        {
            return process;
        }

        if (!_index.TryTakeBirth(task, out int parent, out Birth birth) || !_tasks.TryGetValue(parent, out ReplayProcess? parentProcess))
        {
            process = new ReplayProcess(task);
        }
        else
        {
            process = birth switch
            {
                Birth.Thread => parentProcess.WithThread(),
                Birth.SharesUntilExec => parentProcess.Sharing(task),
                _ => Fork(task, parentProcess),
            };
        }

        _tasks.Add(task, process);
        return process;
    }

    private ReplayProcess Fork(int task, ReplayProcess parent)
    {
        long error = 0;
        ReplaySpace? copy = parent.Space?.Fork(out error);
        if (error < 0)
        {
            Result.Differences.Add($"{_options.Recording}: the fork that made task {task} succeeded, the replay gives {Errno.Name(-error)}");
        }

        return ReplayProcess.Owning(task, copy);
    }

    private void Begin(ReplayProcess process, TraceCall call)
    {
        if (call.Name == "exit_group")
        {
            Exit(process);
        }
        else
        {
            _begun.Add(call);
        }
    }

    private void End(ReplayProcess process, TraceCall call)
    {
        _begun.Remove(call);
        if (call.Name == "exit_group")
        {
            Exit(process);
        }
        else if (call is { Name: "execve" or "execveat", Succeeded: true })
        {
            Exec(process);
        }
        else if (process.Space is { } space && call.Result is not null && CallReplayer.Knows(call))
        {
            Make(space, call);
        }
        else
        {
            Result.NotReplayed++;
        }
    }

    private void Exec(ReplayProcess process)
    {
        int number = process.Execs + 1;
        MapsSection? layout = _options.LayoutAt(process.Id, $"exec{number}");
        ulong? heap = _index.TryGetHeapStart(process.Id, number, out ulong start) ? start : null;
        string name = layout?.Comm ?? $"process {process.Id}";
        process.Executed(ReplaySpace.AfterExec(_system, _options, layout, name, heap));
    }

    private void Exit(ReplayProcess process)
    {
        if (process.Space is not { } space || process.HasExited)
        {
            return;
        }

        process.HasExited = true;
        if (_options.LayoutAt(process.Id, "exit") is not { } recorded)
        {
            return;
        }

        IReadOnlyList<LayoutRange> expected = LayoutRange.Reduce(recorded.Ranges);
        string? diff = LayoutDiff.Unified(
            expected, $"{_options.MapsFile} process {process.Id} at exit", space.Layout(), $"replay of {_options.Recording}");
        Result.Layouts.Add(new LayoutCheck(process.Id, recorded.Comm, expected.Count, diff));
    }

    private void Make(ReplaySpace space, TraceCall call)
    {
        if (call.Error is not null && !IsDecidedByLayout(call))
        {
            Result.NotReplayed++;
            return;
        }

        if (!_early.Remove(call, out long answer))
        {
            answer = _calls.Make(space, call, (start, length) => MakeRoom(call, start, length));
        }

        Result.Calls[call.Name] = Result.Calls.GetValueOrDefault(call.Name) + 1;
        if (Spell(answer) != Recorded(call))
        {
            Result.Differences.Add($"{_options.Recording}:{call.EndLine}: {call} was {Recorded(call)}, the replay gives {Spell(answer)}");
        }
    }

    /// <summary>Makes the unmappings of the range that other tasks of the same space had begun when the call returned.</summary>
    private bool MakeRoom(TraceCall call, ulong start, ulong length)
    {
        ReplaySpace? space = _tasks[call.Task].Space;
        bool made = false;
        foreach (TraceCall other in _begun)
        {
            if (other.Name != "munmap" || _early.ContainsKey(other) || _tasks[other.Task].Space != space)
            {
                continue;
            }

            var arguments = new CallArguments(_options.Recording, other);
            ulong otherStart = arguments.Address(0);
            if (otherStart < start + length && start < otherStart + arguments.Address(1))
            {
                _early.Add(other, _calls.Make(space!, other, static (_, _) => false));
                made = true;
            }
        }

        return made;
    }

    /// <summary>Errors that follow from arguments and layout alone, not from limits or files that were not recorded.</summary>
    private static bool IsDecidedByLayout(TraceCall call) => call.Name switch
    {
        "munmap" or "mprotect" => call.Error is "EINVAL" or "ENOMEM",
        "madvise" => call.Error is "ENOMEM",
        "mremap" => call.Error is "EINVAL" or "EFAULT",
        "mmap" => call.Error is "EINVAL" or "EEXIST",
        _ => false,
    };

    private static string Recorded(TraceCall call) => call.Error ?? Spell(call.Result!.Value);

    private static string Spell(long answer) => answer switch
    {
        0 => "0",
        < 0 and >= -4095 => Errno.Name(-answer),
        _ => $"0x{answer:x}",
    };
}
