namespace Mm;

/// <summary>Which total a mapping counts in, and whether it is charged to the commit accounting.</summary>
internal static class Accounting
{
    /// <summary>Executable, not writable, no stack.</summary>
    internal static bool IsExec(VmFlags flags) => (flags & (VmFlags.Exec | VmFlags.Write | VmFlags.GrowsDown)) == VmFlags.Exec;

    /// <summary>A stack.</summary>
    internal static bool IsStack(VmFlags flags) => (flags & VmFlags.GrowsDown) != 0;

    /// <summary>Private and writable, no stack: what RLIMIT_DATA counts.</summary>
    internal static bool IsData(VmFlags flags) => (flags & (VmFlags.Write | VmFlags.Shared | VmFlags.GrowsDown)) == VmFlags.Write;

    /// <summary>Whether pages may become private copies that must be backed. Those of hugetlbfs have their pool.</summary>
    internal static bool IsAccountable(VmFlags flags) =>
        (flags & (VmFlags.NoReserve | VmFlags.Shared | VmFlags.Write | VmFlags.HugeTlb)) == VmFlags.Write;
}
