namespace MunmapLab.Bench;

/// <summary>One small operation.</summary>
/// <param name="Name">As LAB.md lists it.</param>
/// <param name="Calls">System calls, or entries for a fault, that one operation makes on the kernel: their floor is taken off.</param>
/// <param name="Count">Operations in one round.</param>
/// <param name="Vmas">Mappings that are there beside it.</param>
/// <param name="Prepare">Makes the place; returns its address. Not timed.</param>
/// <param name="Run">The operation, <paramref name="Count"/> times at that address.</param>
/// <param name="Clean">Undoes what is left. Not timed.</param>
internal sealed record BenchOperation(
    string Name,
    double Calls,
    int Count,
    int Vmas,
    Func<IMemory, ulong> Prepare,
    Action<IMemory, ulong, int> Run,
    Action<IMemory, ulong> Clean);
