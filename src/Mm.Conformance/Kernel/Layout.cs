namespace Mm.Conformance.Kernel;

/// <summary>Where things lie in the address space of the executor, and how the shared area is laid out.</summary>
internal static class Layout
{
    /// <summary>Where the executor's own code is loaded; the break lies behind it.</summary>
    public const ulong CodeBase = 0x0C00_0000_0000;

    /// <summary>Where the area shared with the harness is mapped in every executor process.</summary>
    public const ulong SharedBase = 0x1000_0000_0000;

    /// <summary>Bytes of the shared area.</summary>
    public const int SharedSize = 24 << 20;

    /// <summary>The process whose turn it is; 0 is the harness. A futex.</summary>
    public const int Turn = 0;

    /// <summary>The address of the command to execute next.</summary>
    public const int NextCommand = 8;

    /// <summary>The parent's process id, so that an abandoned executor ends.</summary>
    public const int ParentPid = 16;

    /// <summary>How long a futex wait lasts before the parent is checked (a timespec).</summary>
    public const int WaitTime = 24;

    /// <summary>Signal number, code and address of the last fault.</summary>
    public const int FaultSignal = 40;

    /// <summary>The code of the last fault.</summary>
    public const int FaultCode = 48;

    /// <summary>The address of the last fault.</summary>
    public const int FaultAddress = 56;

    /// <summary>Where commands start.</summary>
    public const int Commands = 4096;

    /// <summary>Bytes of a command: number, six arguments, result.</summary>
    public const int CommandSize = 64;

    /// <summary>Commands that fit.</summary>
    public const int MaxCommands = 16 * 1024;

    /// <summary>Where buffers start.</summary>
    public const int Buffers = Commands + (MaxCommands * CommandSize);
}

/// <summary>Commands that are not a system call. A command below <see cref="First"/> is the number of a system call.</summary>
internal enum Special : ulong
{
    First = 0x10000,

    /// <summary>Loads the byte at A0.</summary>
    Load = First,

    /// <summary>Stores the byte A1 at A0.</summary>
    Store,

    /// <summary>Calls A0, which holds a return instruction; the result is 0 or the fault. A byte that is not one is not run: -1.</summary>
    Execute,

    /// <summary>Hands the turn to process A0.</summary>
    Switch,

    /// <summary>Forks; the child has number A0. The result is the child's process id.</summary>
    Fork,

    /// <summary>Reads the file A0 from its start into A1, at most A2 bytes, until it ends. The result is the number of bytes.</summary>
    ReadAll,

    /// <summary>Of A1 pages from A0, those that the pagemap at A2 shows as present: the sum of their first A4 words goes to A3.</summary>
    Contents,

    /// <summary>Hands the turn to process A0 and ends this one.</summary>
    Exit,
}
