using System.Runtime.InteropServices;

namespace Mm.Conformance.Kernel;

/// <summary>An anonymous file of <see cref="Layout.SharedSize"/> bytes that the harness and the executor both map.</summary>
internal sealed unsafe class SharedArea : IDisposable
{
    private readonly int _file;
    private byte* _base;

    public SharedArea()
    {
        _file = Native.MemfdCreate("mm-conformance", 0);
        if (_file < 0 || Native.Ftruncate(_file, Layout.SharedSize) != 0)
            throw new KernelUnavailableException($"no shared memory file (errno {Marshal.GetLastPInvokeError()})");
        nint address = Native.Mmap(0, Layout.SharedSize, 3, 1, _file, 0);
        if (address == -1)
            throw new KernelUnavailableException($"the shared memory file cannot be mapped (errno {Marshal.GetLastPInvokeError()})");
        _base = (byte*)address;
    }

    /// <summary>How another process opens the file.</summary>
    public string Path => $"/proc/{Environment.ProcessId}/fd/{_file}";

    public int* TurnWord => (int*)(_base + Layout.Turn);

    /// <summary>A view of some bytes of the area.</summary>
    public Span<byte> Bytes(int offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + length, Layout.SharedSize);
        return new Span<byte>(_base + offset, length);
    }

    public Span<ulong> Words(int offset, int count) => MemoryMarshal.Cast<byte, ulong>(Bytes(offset, count * sizeof(ulong)));

    public void Dispose()
    {
        if (_base == null)
            return;
        _ = Native.Munmap((nint)_base, Layout.SharedSize);
        _ = Native.Close(_file);
        _base = null;
    }
}
