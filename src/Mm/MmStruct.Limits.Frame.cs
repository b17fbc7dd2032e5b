namespace Mm;

public sealed partial class MmStruct
{
    /// <summary>The figures of this moment.</summary>
    public MmCounters Counters => throw new NotImplementedException("The engine is landing piece by piece.");
}
