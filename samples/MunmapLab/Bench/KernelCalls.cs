using System.Runtime.InteropServices;
using Mm;

namespace MunmapLab.Bench;

/// <summary>The system calls of the running kernel, raw (x86-64 Linux).</summary>
internal static class KernelCalls
{
    private const long SysMmap = 9, SysMprotect = 10, SysMunmap = 11, SysMremap = 25, SysMincore = 27, SysMadvise = 28, SysFork = 57, SysWait4 = 61, SysGetppid = 110, SysExitGroup = 231;

    /// <summary>Whether these numbers are the running kernel's.</summary>
    public static bool Available => OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64;

    public static long Mmap(ulong addr, ulong length, Prot prot, MapFlags flags) =>
        Checked(Syscall((nint)SysMmap, (nint)addr, (nint)length, (nint)(ulong)prot, (nint)(ulong)flags, -1, 0), "mmap");

    public static void Munmap(ulong addr, ulong length) => Checked(Syscall((nint)SysMunmap, (nint)addr, (nint)length, 0, 0, 0, 0), "munmap");

    public static void Mprotect(ulong addr, ulong length, Prot prot) => Checked(Syscall((nint)SysMprotect, (nint)addr, (nint)length, (nint)(ulong)prot, 0, 0, 0), "mprotect");

    public static long Mremap(ulong addr, ulong length, ulong newLength, MremapFlags flags, ulong newAddr) =>
        Checked(Syscall((nint)SysMremap, (nint)addr, (nint)length, (nint)newLength, (nint)(ulong)flags, (nint)newAddr, 0), "mremap");

    public static void Madvise(ulong addr, ulong length, Advice advice) => Checked(Syscall((nint)SysMadvise, (nint)addr, (nint)length, (nint)(int)advice, 0, 0, 0), "madvise");

    public static unsafe void Mincore(ulong addr, ulong length, Span<byte> vec)
    {
        fixed (byte* p = vec)
            Checked(Syscall((nint)SysMincore, (nint)addr, (nint)length, (nint)p, 0, 0, 0), "mincore");
    }

    /// <summary>The cheapest call there is: what entering and leaving the kernel costs.</summary>
    public static void Getppid() => Syscall((nint)SysGetppid, 0, 0, 0, 0, 0, 0);

    /// <summary>Forks; the child ends at once, and is waited for.</summary>
    public static void ForkAndWait()
    {
        // The child is a copy of this thread alone: it may do nothing that the runtime could want to stop for.
        nint pid = SyscallWithoutTransition((nint)SysFork, 0, 0, 0, 0, 0, 0);
        if (pid == 0)
            SyscallWithoutTransition((nint)SysExitGroup, 0, 0, 0, 0, 0, 0);
        Checked(pid, "fork");
        Checked(Syscall((nint)SysWait4, pid, 0, 0, 0, 0, 0), "wait4");
    }

    private static long Checked(nint result, string call) =>
        result != -1 ? result : throw new InvalidOperationException($"{call} failed on the running kernel: errno {Marshal.GetLastSystemError()}");

    [DllImport("libc", EntryPoint = "syscall", ExactSpelling = true)]
    private static extern nint Syscall(nint number, nint a, nint b, nint c, nint d, nint e, nint f);

    [SuppressGCTransition]
    [DllImport("libc", EntryPoint = "syscall", ExactSpelling = true)]
    private static extern nint SyscallWithoutTransition(nint number, nint a, nint b, nint c, nint d, nint e, nint f);
}
