using Mm.Conformance.Kernel;

namespace Mm.Conformance.Sequences;

/// <summary>Tells operations that would change the executor's own memory, and so end the comparison instead of being compared.</summary>
public static class Hazard
{
    /// <summary>True if the operation could succeed on memory that belongs to the executor, or would take unreasonable memory.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="plan">Where what is.</param>
    public static bool Threatens(in Operation operation, AddressPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return operation.Kind switch
        {
            OperationKind.Mmap => (operation.A3 & 0x10) != 0 && Hits(operation.A0, operation.A1, plan),
            OperationKind.Munmap => Hits(operation.A0, operation.A1, plan),

            // These look at a range from its start on, before or without asking whether it ends where no program can map.
            OperationKind.Mprotect or OperationKind.Madvise or OperationKind.Mseal => Hits(operation.A0, Clamp(operation.A0, operation.A1), plan),
            OperationKind.Mremap => Hits(operation.A0, operation.A1, plan) || Hits(operation.A0, operation.A2, plan)
                || ((operation.A3 & 2) != 0 && Hits(operation.A4, operation.A2, plan)),
            OperationKind.Write => Hits(operation.A0, 1, plan),
            OperationKind.Poke => Hits(operation.A1, 1, plan),
            _ => false,
        };
    }

    private static ulong Clamp(ulong start, ulong length) =>
        start < AddressPlan.TaskSize && unchecked(start + length) > start ? Math.Min(length, AddressPlan.TaskSize - start) : length;

    private static bool Hits(ulong start, ulong length, AddressPlan plan)
    {
        if (length == 0 || start >= AddressPlan.TaskSize || length > AddressPlan.TaskSize - start)
            return false;
        ulong end = start + length;
        return Overlaps(Layout.CodeBase, plan.HeapStart) || Overlaps(Layout.SharedBase, Layout.SharedBase + Layout.SharedSize)
            || Overlaps(plan.MmapBase, AddressPlan.TaskSize);

        bool Overlaps(ulong low, ulong high) => start < high && end > low;
    }
}
