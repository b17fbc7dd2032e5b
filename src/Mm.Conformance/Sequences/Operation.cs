namespace Mm.Conformance.Sequences;

/// <summary>One operation of a sequence: what, in which process, with which arguments (absolute addresses; see <see cref="OperationKind"/>).</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Process">The process that executes it, from 1.</param>
/// <param name="A0">First argument.</param>
/// <param name="A1">Second argument.</param>
/// <param name="A2">Third argument.</param>
/// <param name="A3">Fourth argument.</param>
/// <param name="A4">Fifth argument.</param>
/// <param name="A5">Sixth argument.</param>
public readonly record struct Operation(
    OperationKind Kind, int Process, ulong A0 = 0, ulong A1 = 0, ulong A2 = 0, ulong A3 = 0, ulong A4 = 0, ulong A5 = 0)
{
    /// <summary>The file number of a mapping without a file.</summary>
    public const ulong NoFile = ulong.MaxValue;

    /// <summary>The highest process number.</summary>
    public const int MaxProcess = 6;
}
