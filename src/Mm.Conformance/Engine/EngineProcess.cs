namespace Mm.Conformance.Engine;

/// <summary>A living process of the engine side.</summary>
internal sealed record EngineProcess(int Number, int Parent, MmStruct Mm);
