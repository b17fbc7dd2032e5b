namespace Mm.Conformance.Sequences;

/// <summary>Names of results: errors and signals.</summary>
internal static class ResultNames
{
    private static readonly Dictionary<int, string> Errors = new()
    {
        [1] = "EPERM",
        [2] = "ENOENT",
        [3] = "ESRCH",
        [4] = "EINTR",
        [5] = "EIO",
        [9] = "EBADF",
        [11] = "EAGAIN",
        [12] = "ENOMEM",
        [13] = "EACCES",
        [14] = "EFAULT",
        [16] = "EBUSY",
        [17] = "EEXIST",
        [19] = "ENODEV",
        [22] = "EINVAL",
        [26] = "ETXTBSY",
        [27] = "EFBIG",
        [28] = "ENOSPC",
        [38] = "ENOSYS",
        [75] = "EOVERFLOW",
        [95] = "EOPNOTSUPP",
    };

    private static readonly Dictionary<int, string> Signals = new() { [4] = "SIGILL", [5] = "SIGTRAP", [7] = "SIGBUS", [8] = "SIGFPE", [11] = "SIGSEGV" };

    public static string Error(int errno) => Errors.TryGetValue(errno, out string? name) ? name : $"E{errno}";

    public static string Fault(int signal, int code)
    {
        string name = Signals.TryGetValue(signal, out string? known) ? known : $"SIG{signal}";
        string reason = (signal, code) switch
        {
            (11, 1) => "MAPERR",
            (11, 2) => "ACCERR",
            (7, 2) => "ADRERR",
            _ => $"{code}",
        };
        return $"{name}/{reason}";
    }
}
