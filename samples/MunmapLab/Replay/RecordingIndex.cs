using MunmapLab.Traces;

namespace MunmapLab.Replay;

/// <summary>How a task came to be.</summary>
internal enum Birth
{
    /// <summary>It shares its parent's address space and process (a thread).</summary>
    Thread,

    /// <summary>It is a process of its own that uses its parent's address space until it executes a program (vfork, CLONE_VM).</summary>
    SharesUntilExec,

    /// <summary>It is a process with a copy of its parent's address space.</summary>
    Fork,
}

/// <summary>
/// What has to be known of a recording before it can be replayed from its first line, found by reading it once to its end: whose child
/// a task is (its first call may stand above the line on which its parent's clone returns), and where heaps start.
/// </summary>
internal sealed class RecordingIndex
{
    private readonly Dictionary<int, Queue<(int Parent, Birth Birth)>> _births = [];
    private readonly Dictionary<(int Process, int Exec), ulong> _heapStarts = [];

    private RecordingIndex()
    {
    }

    /// <summary>Successful calls of execve.</summary>
    public int Execs { get; private set; }

    /// <summary>Tasks in the recording.</summary>
    public int Tasks { get; private set; }

    /// <summary>Calls in the recording, whatever they are.</summary>
    public int Calls { get; private set; }

    /// <exception cref="TraceFormatException">The recording is torn, or no recording.</exception>
    public static RecordingIndex Build(RecordingText text)
    {
        var index = new RecordingIndex();
        var execs = new Dictionary<int, int>();
        var processes = new Dictionary<int, int>();
        foreach (TraceEvent e in new StraceReader(text).Read())
        {
            if (e.Kind == TraceEventKind.TaskEnded)
            {
                index.Tasks++;
            }

            if (e.Kind != TraceEventKind.End)
            {
                continue;
            }

            TraceCall call = e.Call!;
            index.Calls++;
            int process = processes.GetValueOrDefault(call.Task, call.Task);
            if (call.Succeeded && IsBirth(call.Name) && call.Result > 0)
            {
                index.AddBirth(call, processes, process);
            }
            else if (call is { Succeeded: true, Name: "execve" or "execveat" })
            {
                execs[process] = execs.GetValueOrDefault(process) + 1;
                index.Execs++;
            }
            else if (call is { Succeeded: true, Name: "brk", Arguments: ["NULL" or "0"] })
            {
                index._heapStarts.TryAdd((process, execs.GetValueOrDefault(process)), unchecked((ulong)call.Result!.Value));
            }
        }

        return index;
    }

    public static bool IsBirth(string name) => name is "clone" or "clone3" or "fork" or "vfork";

    /// <summary>Takes the next birth of that task id, in recorded order (ids may be used again); false for the task that the recording starts with.</summary>
    public bool TryTakeBirth(int task, out int parent, out Birth birth)
    {
        (parent, birth) = (0, Birth.Fork);
        if (!_births.TryGetValue(task, out Queue<(int Parent, Birth Birth)>? births) || !births.TryDequeue(out (int Parent, Birth Birth) next))
        {
            return false;
        }

        (parent, birth) = next;
        return true;
    }

    /// <summary>Where the heap of a process starts after its n-th execve: what its first brk(NULL) returned.</summary>
    public bool TryGetHeapStart(int process, int exec, out ulong start) => _heapStarts.TryGetValue((process, exec), out start);

    private void AddBirth(TraceCall call, Dictionary<int, int> processes, int process)
    {
        int child = (int)call.Result!.Value;
        Birth birth = KindOf(call);
        processes[child] = birth == Birth.Thread ? process : child;
        if (!_births.TryGetValue(child, out Queue<(int Parent, Birth Birth)>? births))
        {
            _births.Add(child, births = new Queue<(int Parent, Birth Birth)>());
        }

        births.Enqueue((call.Task, birth));
    }

    private static Birth KindOf(TraceCall call)
    {
        string arguments = string.Join(' ', call.Arguments);
        if (arguments.Contains("CLONE_THREAD", StringComparison.Ordinal))
        {
            return Birth.Thread;
        }

        return call.Name == "vfork" || arguments.Contains("CLONE_VM", StringComparison.Ordinal) ? Birth.SharesUntilExec : Birth.Fork;
    }
}
