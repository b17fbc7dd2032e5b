namespace Mm.Conformance.Sequences;

/// <summary>Makes mmap and mremap calls.</summary>
internal static class MappingMakers
{
    private const ulong Shared = 1, Private = 2, Fixed = 0x10, Anonymous = 0x20, Growsdown = 0x100, Locked = 0x2000, NoReserve = 0x4000, Populate = 0x8000;
    private const ulong NonBlock = 0x10000, Stack = 0x20000, NoReplace = 0x10_0000, Droppable = 8;

    public static Operation Mmap(SequenceState s)
    {
        ulong flags = Private | Anonymous | FixedOrHint(s) | Extras(s);
        if (s.Has(Features.Droppable) && s.Random.Chance(3))
            flags = (flags & ~Private) | Droppable;
        if (s.Random.Chance(1))
            flags ^= s.Random.Of(Private, Shared, 0x20_0000UL, Private | Shared);
        return Anonymously(s, s.Address(), flags);
    }

    public static Operation SharedAnonymous(SequenceState s) => Anonymously(s, s.Address(), Shared | Anonymous | FixedOrHint(s) | Extras(s));

    public static Operation Growing(SequenceState s) =>
        Anonymously(s, s.Page(), Growsdown | Anonymous | FixedOrHint(s) | Extras(s) | (s.Random.Chance(95) ? Private : Shared));

    public static Operation Anywhere(SequenceState s) =>
        Anonymously(s, s.Random.Chance(60) ? 0 : s.Page(), Anonymous | Extras(s) | (s.Random.Chance(85) ? Private : Shared));

    public static Operation File(SequenceState s)
    {
        ulong type = s.Random.Of(Shared, Shared, Private, Private, 3UL);
        ulong flags = type | FixedOrHint(s) | (Extras(s) & ~Stack);
        if (s.Random.Chance(2))
            flags |= s.Random.Of(Growsdown, 0x20_0000UL);
        ulong offset = (ulong)s.Random.Below(10) * AddressPlan.PageSize;
        if (s.Random.Chance(2))
            offset += s.Random.Of(1UL, 0xffff_ffff_ffff_0000);
        ulong file = s.Random.Chance(1) ? 9 : (ulong)s.Random.Below(SubjectFiles.Count);
        return new Operation(OperationKind.Mmap, 1, s.Address(), s.Length(), s.Protection(), flags, file, offset);
    }

    public static Operation Remap(SequenceState s)
    {
        ulong flags = s.Random.Below(100) switch
        {
            < 20 => 0,
            < 40 => 1,
            < 80 => 3,
            < 92 => 7,
            < 95 => 5,
            < 98 => 2,
            _ => 8,
        };
        ulong length = s.Length();
        ulong newLength = s.Random.Below(10) switch
        {
            < 6 => length,
            < 8 => length + ((ulong)s.Pages() * AddressPlan.PageSize),
            _ => s.Length(),
        };
        return new Operation(OperationKind.Mremap, 1, s.Address(), length, newLength, flags, (flags & 6) == 0 ? 0 : s.Address());
    }

    private static Operation Anonymously(SequenceState s, ulong address, ulong flags) =>
        new(OperationKind.Mmap, 1, address, s.Length(), s.Protection(), flags, Operation.NoFile, s.Random.Chance(1) ? 4097UL : 0);

    private static ulong FixedOrHint(SequenceState s) => s.Random.Below(100) switch
    {
        < 5 => NoReplace,
        < 13 when s.Has(Features.Placement) => 0,
        _ => Fixed,
    };

    private static ulong Extras(SequenceState s)
    {
        ulong flags = 0;
        if (s.Random.Chance(10))
            flags |= NoReserve;
        if (s.Random.Chance(2))
            flags |= Stack;
        if (s.Has(Features.Lock))
        {
            if (s.Random.Chance(6))
                flags |= Locked;
            if (s.Random.Chance(8))
                flags |= Populate;
            if (s.Random.Chance(2))
                flags |= NonBlock;
        }
        return flags;
    }
}
