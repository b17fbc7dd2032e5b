namespace Mm.Conformance.Kernel;

/// <summary>What operations of the process under test refer to.</summary>
/// <param name="Files">File descriptors by file number.</param>
/// <param name="HardLimits">Hard limits by the limit's number.</param>
internal sealed record OperationContext(ulong[] Files, IReadOnlyDictionary<ulong, ulong> HardLimits);
