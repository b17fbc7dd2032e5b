namespace Mm.Conformance.Sequences;

/// <summary>Proposes operations that are simpler than a given one and might show the same.</summary>
internal static class OperationSimplifier
{
    public static IEnumerable<Operation> Simpler(Operation o)
    {
        switch (o.Kind)
        {
            case OperationKind.Mmap:
                foreach (ulong flags in WithoutOneFlag(o.A3))
                    yield return o with { A3 = flags };
                if (o.A2 != 3)
                    yield return o with { A2 = 3 };
                if (o.A2 is not (3 or 1))
                    yield return o with { A2 = 1 };
                foreach (ulong length in Shorter(o.A1))
                    yield return o with { A1 = length };
                break;
            case OperationKind.Mremap:
                foreach (ulong flags in WithoutOneFlag(o.A3))
                    yield return o with { A3 = flags };
                foreach (ulong length in Shorter(o.A1))
                    yield return o with { A1 = length, A2 = o.A1 == o.A2 ? length : o.A2 };
                foreach (ulong length in Shorter(o.A2))
                    yield return o with { A2 = length };
                break;
            case OperationKind.Munmap or OperationKind.Mprotect or OperationKind.Madvise or OperationKind.Mlock or OperationKind.Mlock2
                or OperationKind.Munlock or OperationKind.Msync or OperationKind.Mseal or OperationKind.Mincore:
                foreach (ulong length in Shorter(o.A1))
                    yield return o with { A1 = length };
                break;
            case OperationKind.Write:
                yield return new Operation(OperationKind.Read, o.Process, o.A0);
                if (o.A1 != 1)
                    yield return o with { A1 = 1 };
                break;
            default:
                break;
        }
        if (o.A0 % AddressPlan.PageSize != 0)
            yield return o with { A0 = o.A0 & ~(AddressPlan.PageSize - 1) };
    }

    private static IEnumerable<ulong> WithoutOneFlag(ulong flags)
    {
        const ulong TypeBits = 0xf, Anonymous = 0x20;
        for (ulong bit = 1; bit != 0 && bit <= flags; bit <<= 1)
        {
            if ((flags & bit & ~(TypeBits | Anonymous)) != 0)
                yield return flags & ~bit;
        }
    }

    private static IEnumerable<ulong> Shorter(ulong length)
    {
        ulong pages = length / AddressPlan.PageSize;
        if (length % AddressPlan.PageSize != 0 && pages < 1 << 20)
            yield return (pages + 1) * AddressPlan.PageSize;
        if (pages is > 1 and < 1 << 20)
        {
            yield return AddressPlan.PageSize;
            yield return pages / 2 * AddressPlan.PageSize;
            yield return (pages - 1) * AddressPlan.PageSize;
        }
    }
}
