using System.Runtime.InteropServices;

namespace Mm.Conformance.Kernel;

/// <summary>The C library functions that the harness itself needs. Never called on another system than Linux.</summary>
internal static partial class Native
{
    public const int EIntr = 4;
    public const uint MfdExec = 0x10;

    private const int SysFutex = 202;
    private const int FutexWait = 0;
    private const int FutexWake = 1;

    [LibraryImport("libc", EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MemfdCreate(string name, uint flags);

    [LibraryImport("libc", EntryPoint = "ftruncate", SetLastError = true)]
    public static partial int Ftruncate(int file, long length);

    [LibraryImport("libc", EntryPoint = "fchmod", SetLastError = true)]
    public static partial int Fchmod(int file, uint mode);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static unsafe partial nint Write(int file, byte* from, nint length);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int file);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    public static partial nint Mmap(nint address, nint length, int protection, int flags, int file, long offset);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    public static partial int Munmap(nint address, nint length);

    /// <summary>Waits until the word changes from <paramref name="value"/>, a wake-up or the time passes.</summary>
    public static unsafe void Wait(int* word, int value, TimeSpan time)
    {
        long* timespec = stackalloc long[2];
        timespec[0] = (long)time.TotalSeconds;
        timespec[1] = time.Ticks % TimeSpan.TicksPerSecond * 100;
        _ = Syscall(SysFutex, (nint)word, FutexWait, value, (nint)timespec, 0, 0);
    }

    /// <summary>Wakes every process that waits on the word.</summary>
    public static unsafe void Wake(int* word) => _ = Syscall(SysFutex, (nint)word, FutexWake, int.MaxValue, 0, 0, 0);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Syscall(nint number, nint a0, nint a1, nint a2, nint a3, nint a4, nint a5);
}
