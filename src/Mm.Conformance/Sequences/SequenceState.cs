namespace Mm.Conformance.Sequences;

/// <summary>What the generator remembers while it writes a sequence: where operations have been, which processes there may be.</summary>
internal sealed class SequenceState
{
    private readonly AddressPlan _plan;
    private readonly int _width;
    private readonly ulong[] _boundaries = new ulong[12];
    private readonly SortedSet<int> _processes = [1];
    private int _noted;

    public SequenceState(SplitMix random, AddressPlan plan, Features features)
    {
        Random = random;
        _plan = plan;
        Features = features;
        _width = Math.Min(plan.WindowPages, (int)random.Of(6, 10, 16, 24, 40, 64));
    }

    public SplitMix Random { get; }

    public Features Features { get; }

    public AddressPlan Plan => _plan;

    public bool Has(Features features) => (Features & features) == features;

    /// <summary>A page of the window: often one where an earlier operation began or ended, or a neighbour of it.</summary>
    public ulong Page()
    {
        if (_noted > 0 && Random.Chance(45))
        {
            ulong boundary = _boundaries[Random.Below(Math.Min(_noted, _boundaries.Length))];
            return Random.Below(8) switch
            {
                0 => boundary - AddressPlan.PageSize,
                1 => boundary + AddressPlan.PageSize,
                _ => boundary,
            };
        }
        return AddressPlan.WindowBase + ((ulong)Random.Below(_width) * AddressPlan.PageSize);
    }

    /// <summary>A start address of a range: whole pages but in a few cases; rarely anything.</summary>
    public ulong Address() => Random.Below(100) switch
    {
        < 3 => Page() + Random.Of(1, 8, 2048, 4095),
        3 when Random.Chance(30) => Random.Of(0x7fff_ffff_f000, 0x8000_0000_0000, 0xffff_ffff_ffff_f000, 0xffff_8000_0000_0000),
        _ => Page(),
    };

    /// <summary>A length in bytes: mostly a few pages, at times not whole pages, zero or absurd.</summary>
    public ulong Length() => Random.Below(100) switch
    {
        < 3 => 0,
        < 9 => ((ulong)Pages() * AddressPlan.PageSize) - Random.Of(1, 4095, 100),
        9 when Random.Chance(40) => Random.Of(0xffff_ffff_ffff_f000, 0xffff_ffff_ffff_ffff, 0x7fff_ffff_f000, 0x8000_0000_0000),
        < 16 => (ulong)_width * AddressPlan.PageSize,
        _ => (ulong)Pages() * AddressPlan.PageSize,
    };

    /// <summary>A few pages; each more is less likely.</summary>
    public int Pages()
    {
        int pages = 1;
        while (pages < _width && Random.Chance(62))
            pages++;
        return pages;
    }

    public ulong Protection() => Random.Below(100) switch
    {
        < 52 => 3,
        < 74 => 1,
        < 84 => 0,
        < 89 => 5,
        < 93 => 7,
        < 95 => 2,
        < 97 => 4,
        < 98 => 6,
        _ => 3,
    };

    public int PickProcess() => _processes.Count == 1 ? 1 : _processes.ElementAt(Random.Below(_processes.Count));

    /// <summary>A number for a new process; 0 if there are enough.</summary>
    public int FreeProcess()
    {
        for (int number = 2; number <= 4; number++)
        {
            if (!_processes.Contains(number))
                return number;
        }
        return 0;
    }

    public int AnyProcess() => Random.Chance(90) ? PickProcess() : 1 + Random.Below(4);

    /// <summary>Remembers where the operation began and ended, and what it does to the set of processes if it succeeds.</summary>
    public void Note(in Operation operation)
    {
        switch (operation.Kind)
        {
            case OperationKind.Fork:
                _processes.Add((int)operation.A0);
                return;
            case OperationKind.Exit when operation.Process != 1:
                _processes.Remove(operation.Process);
                return;
            case OperationKind.Mmap or OperationKind.Munmap or OperationKind.Mprotect or OperationKind.Madvise or OperationKind.Mlock or OperationKind.Mseal:
                NoteRange(operation.A0, operation.A1);
                return;
            case OperationKind.Mremap:
                NoteRange(operation.A0, operation.A1);
                NoteRange(operation.A4, operation.A2);
                return;
            default:
                return;
        }
    }

    private void NoteRange(ulong start, ulong length)
    {
        ulong end = (start + length + AddressPlan.PageSize - 1) & ~(AddressPlan.PageSize - 1);
        start &= ~(AddressPlan.PageSize - 1);
        foreach (ulong boundary in (ReadOnlySpan<ulong>)[start, end])
        {
            ulong low = AddressPlan.WindowBase, high = low + ((ulong)_plan.WindowPages * AddressPlan.PageSize);
            if (boundary >= low && boundary < high)
                _boundaries[_noted++ % _boundaries.Length] = boundary;
        }
    }
}
