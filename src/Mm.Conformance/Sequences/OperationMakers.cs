namespace Mm.Conformance.Sequences;

/// <summary>The operations that the generator can make, with their weights.</summary>
internal static class OperationMakers
{
    private static readonly OperationMaker[] All =
    [
        new(22, true, Features.Basic, MappingMakers.Mmap),
        new(10, true, Features.Basic, s => Range(s, OperationKind.Munmap)),
        new(14, true, Features.Basic, s => Range(s, OperationKind.Mprotect, ProtectionWithFlags(s))),
        new(5, true, Features.Basic, s => Range(s, OperationKind.Madvise, 4)),
        new(10, true, Features.Basic, s => new(OperationKind.Read, 1, s.Page() + Inside(s))),
        new(22, true, Features.Basic, s => new(OperationKind.Write, 1, s.Page() + Inside(s), s.Random.Chance(20) ? 0xc3 : (ulong)s.Random.Below(256))),
        new(2, false, Features.Basic, s => new(OperationKind.Execute, 1, s.Page())),
        new(6, false, Features.SharedAnonymous, MappingMakers.SharedAnonymous),
        new(5, false, Features.Placement, MappingMakers.Anywhere),
        new(5, false, Features.Growsdown, MappingMakers.Growing),
        new(12, false, Features.Remap, MappingMakers.Remap),
        new(6, false, Features.Lock, s => Range(s, OperationKind.Mlock)),
        new(4, false, Features.Lock, s => Range(s, OperationKind.Mlock2, s.Random.Of(0UL, 1, 1, 2))),
        new(5, false, Features.Lock, s => Range(s, OperationKind.Munlock)),
        new(1, false, Features.Lock, s => new(OperationKind.Mlockall, 1, s.Random.Of(2UL, 2, 2, 6, 1, 3, 5, 7, 4, 0, 8))),
        new(1, false, Features.Lock, _ => new(OperationKind.Munlockall, 1)),
        new(5, false, Features.Brk, s => new(OperationKind.Brk, 1, Break(s))),
        new(5, false, Features.Brk, s => s.Random.Chance(50) ? new(OperationKind.Read, 1, HeapPage(s)) : new(OperationKind.Write, 1, HeapPage(s), 7)),
        new(3, false, Features.Fork, s => s.FreeProcess() is > 0 and var number ? new(OperationKind.Fork, 1, (ulong)number) : new(OperationKind.Exit, 1)),
        new(1, false, Features.Fork, _ => new(OperationKind.Exit, 1)),
        new(2, false, Features.Fork, s => new(OperationKind.Peek, 1, (ulong)s.AnyProcess(), s.Page())),
        new(2, false, Features.Fork, s => new(OperationKind.Poke, 1, (ulong)s.AnyProcess(), s.Page(), (ulong)s.Random.Below(256))),
        new(10, false, Features.Files, MappingMakers.File),
        new(3, false, Features.Files, s => new(OperationKind.Truncate, 1, (ulong)s.Random.Below(3), FileOffset(s))),
        new(1, false, Features.Files, s => new(OperationKind.Punch, 1, (ulong)s.Random.Below(3), FileOffset(s), s.Length() % (1 << 20))),
        new(2, false, Features.Files, s => new(OperationKind.Fread, 1, (ulong)s.Random.Below(3), FileOffset(s))),
        new(2, false, Features.Files, s => new(OperationKind.Fwrite, 1, (ulong)s.Random.Below(3), FileOffset(s), (ulong)s.Random.Below(256))),
        new(2, false, Features.Files, s => Range(s, OperationKind.Msync, s.Random.Of(4UL, 1, 2, 6, 5, 8, 0))),
        new(12, false, Features.Advice, s => Range(s, OperationKind.Madvise, AdviceMakers.Any(s))),
        new(1, false, Features.Seal, s => Range(s, OperationKind.Mseal)),
        new(4, false, Features.Guard, s => Range(s, OperationKind.Madvise, s.Random.Of(102UL, 102, 103))),
        new(4, false, Features.Residency, s => Range(s, OperationKind.Mincore)),
        new(2, false, Features.Limits, LimitMakers.Any),
    ];

    public static IReadOnlyList<OperationMaker> For(Features features) => [.. All.Where(m => (features & m.Needs) == m.Needs)];

    private static Operation Range(SequenceState s, OperationKind kind, ulong third = 0) => new(kind, 1, s.Address(), s.Length(), third);

    /// <summary>Mostly the page's first byte, which is the one that is observed.</summary>
    private static ulong Inside(SequenceState s) => s.Random.Chance(80) ? 0 : s.Random.Of(1, 7, 4095);

    private static ulong ProtectionWithFlags(SequenceState s)
    {
        ulong protection = s.Protection();
        if (s.Has(Features.Growsdown) && s.Random.Chance(8))
            protection |= 0x0100_0000;
        if (s.Random.Chance(1))
            protection |= s.Random.Of(8UL, 0x40, 0x0200_0000, 0x0300_0000);
        return protection;
    }

    private static ulong Break(SequenceState s) => s.Random.Below(10) switch
    {
        0 => s.Plan.HeapStart - AddressPlan.PageSize,
        1 => s.Plan.HeapStart + ((ulong)s.Random.Below(24) * AddressPlan.PageSize) + s.Random.Of(1, 100, 4095),
        _ => s.Plan.HeapStart + ((ulong)s.Random.Below(20) * AddressPlan.PageSize),
    };

    private static ulong HeapPage(SequenceState s) => s.Plan.HeapStart + ((ulong)s.Random.Below(22) * AddressPlan.PageSize);

    private static ulong FileOffset(SequenceState s) =>
        ((ulong)s.Random.Below(12) * AddressPlan.PageSize) + (s.Random.Chance(25) ? s.Random.Of(1, 5, 4095) : 0);
}
