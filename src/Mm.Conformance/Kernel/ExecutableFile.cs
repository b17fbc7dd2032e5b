using System.Runtime.InteropServices;

namespace Mm.Conformance.Kernel;

/// <summary>Bytes that can be executed: an anonymous file, or, where the system does not let one be executed, a temporary file.</summary>
internal sealed class ExecutableFile : IDisposable
{
    private readonly int _memfd;
    private readonly bool _temporary;

    private ExecutableFile(string path, int memfd, bool temporary)
    {
        Path = path;
        _memfd = memfd;
        _temporary = temporary;
    }

    public string Path { get; }

    public static unsafe ExecutableFile Create(byte[] image)
    {
        int memfd = Native.MemfdCreate("mm-executor", Native.MfdExec);
        if (memfd < 0)
            memfd = Native.MemfdCreate("mm-executor", 0);
        if (memfd >= 0)
        {
            fixed (byte* bytes = image)
            {
                if (Native.Write(memfd, bytes, image.Length) == image.Length && Native.Fchmod(memfd, 0b111_101_101) == 0)
                    return new ExecutableFile($"/proc/{Environment.ProcessId}/fd/{memfd}", memfd, temporary: false);
            }
            _ = Native.Close(memfd);
        }
        string path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), System.IO.Path.GetRandomFileName());
        File.WriteAllBytes(path, image);
        if (OperatingSystem.IsLinux())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new ExecutableFile(path, -1, temporary: true);
    }

    public void Dispose()
    {
        if (_memfd >= 0)
            _ = Native.Close(_memfd);
        if (_temporary)
            File.Delete(Path);
    }
}
