using System.Text;

namespace Mm.Conformance.Kernel;

/// <summary>
/// Commands being written into the shared area, with the buffers that they use. Commands for different processes follow each other; the batch inserts
/// what hands the turn over.
/// </summary>
internal sealed class CommandBatch(SharedArea area)
{
    private int _commands;
    private int _buffer;
    private int _first;
    private int _current;

    /// <summary>True if so much more fits, with room for handing over.</summary>
    public bool Fits(int commands, int bytes) => _commands + (2 * commands) + 2 <= Layout.MaxCommands && _buffer + bytes <= Layout.SharedSize;

    public void Clear()
    {
        _commands = 0;
        _buffer = Layout.Buffers;
        _first = 0;
        _current = 0;
    }

    /// <summary>Appends a system call or a special command of an executor process; returns its index.</summary>
    public int Add(int process, ulong number, params ReadOnlySpan<ulong> arguments)
    {
        if (_current == 0)
            _first = process;
        else if (_current != process)
            Append((ulong)Special.Switch, (ulong)process);
        _current = process;
        return Append(number, arguments);
    }

    /// <summary>Appends the end of process <paramref name="process"/>, after which <paramref name="next"/> goes on.</summary>
    public int AddExit(int process, int next)
    {
        int index = Add(process, (ulong)Special.Exit, (ulong)next);
        _current = next;
        return index;
    }

    /// <summary>Executes what was added.</summary>
    public void Run(ExecutorProcess executor)
    {
        if (_current == 0)
            return;
        Append((ulong)Special.Switch, 0);
        executor.Run(_first);
    }

    public long Result(int index) => (long)area.Words(Layout.Commands + (index * Layout.CommandSize), 8)[7];

    /// <summary>Takes a buffer, in whole cache lines; returns its offset.</summary>
    public int Buffer(int bytes)
    {
        int at = _buffer;
        _buffer += (bytes + 63) & ~63;
        if (_buffer > Layout.SharedSize)
            throw new InvalidOperationException("the shared area is too small for this batch");
        return at;
    }

    public int Buffer(string text)
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(text), 0];
        int at = Buffer(bytes.Length);
        bytes.CopyTo(area.Bytes(at, bytes.Length));
        return at;
    }

    public static ulong Address(int offset) => Layout.SharedBase + (ulong)offset;

    public Span<byte> Bytes(int offset, int length) => area.Bytes(offset, length);

    public Span<ulong> Words(int offset, int count) => area.Words(offset, count);

    private int Append(ulong number, params ReadOnlySpan<ulong> arguments)
    {
        Span<ulong> command = area.Words(Layout.Commands + (_commands * Layout.CommandSize), 8);
        command.Clear();
        command[0] = number;
        arguments.CopyTo(command[1..]);
        return _commands++;
    }
}
