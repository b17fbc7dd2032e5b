using Mm.Faults;
using Mm.Protocols;

namespace Mm.Strategies;

/// <summary>Which strategies go together.</summary>
public static class StrategyCombination
{
    /// <summary>Why the combination cannot work; null if it can.</summary>
    public static string? Refuse(UnmapStrategy unmap, FaultStrategy fault, MmProtocol protocol)
    {
        ArgumentNullException.ThrowIfNull(unmap);
        ArgumentNullException.ThrowIfNull(fault);
        ArgumentNullException.ThrowIfNull(protocol);
        return unmap.Refuses(protocol) ?? fault.Refuses(protocol);
    }
}
