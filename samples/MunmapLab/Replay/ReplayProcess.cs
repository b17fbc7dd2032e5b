using MunmapLab.Traces;

namespace MunmapLab.Replay;

/// <summary>One recorded process: the tasks that share an address space and live and die together.</summary>
internal sealed class ReplayProcess
{
    private int _tasks = 1;
    private SharedSpace? _shared;

    public ReplayProcess(int id) => Id = id;

    public int Id { get; }

    /// <summary>The address space, or null before the first execve.</summary>
    public ReplaySpace? Space => _shared?.Space;

    /// <summary>Programs executed so far.</summary>
    public int Execs { get; private set; }

    /// <summary>The final layout has been compared.</summary>
    public bool HasExited { get; set; }

    public ReplayProcess WithThread()
    {
        _tasks++;
        return this;
    }

    /// <summary>A child that uses this process's space until it executes a program.</summary>
    public ReplayProcess Sharing(int id)
    {
        _shared?.Use();
        return new ReplayProcess(id) { _shared = _shared };
    }

    /// <summary>A child with a space of its own.</summary>
    public static ReplayProcess Owning(int id, ReplaySpace? space) => new(id) { _shared = space is null ? null : new SharedSpace(space) };

    /// <summary>The process runs a new program: its space is another one, and it has one task.</summary>
    public void Executed(ReplaySpace space)
    {
        _shared?.Release();
        _shared = new SharedSpace(space);
        _tasks = 1;
        Execs++;
    }

    /// <summary>One of its tasks is gone; with the last of them goes the space.</summary>
    public void TaskEnded()
    {
        if (--_tasks == 0)
        {
            _shared?.Release();
            _shared = null;
        }
    }

    /// <summary>A space and how many processes use it.</summary>
    private sealed class SharedSpace(ReplaySpace space)
    {
        private int _users = 1;

        public ReplaySpace Space => space;

        public void Use() => _users++;

        public void Release()
        {
            if (--_users == 0)
            {
                space.Mm.Dispose();
            }
        }
    }
}
