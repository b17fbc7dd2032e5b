namespace Mm.Conformance.Sequences;

/// <summary>Makes resource limits that are near to what a sequence uses, so that they are met.</summary>
internal static class LimitMakers
{
    /// <summary>
    /// brk counts the executor's own data, less than half a page, against the limit. With limits between two pages that changes no result.
    /// </summary>
    private const ulong HalfPage = AddressPlan.PageSize / 2;

    public static Operation Any(SequenceState s)
    {
        ulong limit = s.Random.Of(SubjectLimits.Data, SubjectLimits.Memlock, SubjectLimits.Stack, SubjectLimits.AddressSpace);
        ulong value = s.Random.Below(4) == 0 ? ulong.MaxValue : ((ulong)s.Random.Below(48) * AddressPlan.PageSize) + HalfPage;
        if (limit == SubjectLimits.Memlock && s.Random.Chance(15))
            value = 0;
        if (limit == SubjectLimits.AddressSpace && value != ulong.MaxValue)
            value += s.Plan.OccupiedBytes;
        return new Operation(OperationKind.Limit, 1, limit, value);
    }
}
