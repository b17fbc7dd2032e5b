namespace Mm.Faults;

/// <summary>Which accesses a mapping permits, on a processor without protection keys.</summary>
internal static class AccessCheck
{
    /// <summary>Whether the access is permitted. What is writable or executable can be read too.</summary>
    internal static bool Permits(VmFlags flags, AccessKind access) => access switch
    {
        AccessKind.Write => (flags & VmFlags.Write) != 0,
        AccessKind.Exec => (flags & VmFlags.Exec) != 0,
        _ => (flags & VmFlags.AccessMask) != 0,
    };
}
