namespace Mm.Conformance.Kernel;

/// <summary>Numbers of system calls on x86-64.</summary>
internal static class SystemCalls
{
    public const ulong Open = 2, Close = 3, Mmap = 9, Mprotect = 10, Munmap = 11, Brk = 12, Pread = 17, Pwrite = 18, Mremap = 25, Msync = 26, Mincore = 27,
        Madvise = 28, Getpid = 39, Wait4 = 61, Ftruncate = 77, Getrlimit = 97, Setpgid = 109, Setresuid = 117, Setresgid = 119, Capset = 126, Mlock = 149,
        Munlock = 150, Mlockall = 151, Munlockall = 152, Prctl = 157, Setrlimit = 160, SchedSetaffinity = 203, Fallocate = 285, Getcpu = 309,
        ProcessVmReadv = 310, ProcessVmWritev = 311, MemfdCreate = 319, Mlock2 = 325, Mseal = 462;
}
