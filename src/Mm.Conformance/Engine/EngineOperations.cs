using Mm.Conformance.Observations;
using Mm.Conformance.Sequences;
using Mm.Files;

namespace Mm.Conformance.Engine;

/// <summary>Executes an operation of a sequence on the engine.</summary>
internal static class EngineOperations
{
    private const long EBadF = -9, EInval = -22;
    private const int VectorBytes = 8192;

    public static Outcome Execute(MmStruct mm, EngineFiles files, IReadOnlyDictionary<ulong, ulong> hardLimits, in Operation o) => o.Kind switch
    {
        OperationKind.Mmap => new Outcome(Mmap(mm, files, o)),
        OperationKind.Munmap => new Outcome(mm.Munmap(o.A0, o.A1)),
        OperationKind.Mprotect => new Outcome(mm.Mprotect(o.A0, o.A1, (Prot)o.A2)),
        OperationKind.Madvise => new Outcome(mm.Madvise(o.A0, o.A1, (Advice)(int)o.A2)),
        OperationKind.Mremap => new Outcome(mm.Mremap(o.A0, o.A1, o.A2, (MremapFlags)o.A3, o.A4)),
        OperationKind.Mlock => new Outcome(mm.Mlock(o.A0, o.A1)),
        OperationKind.Mlock2 => new Outcome(mm.Mlock2(o.A0, o.A1, (MlockFlags)o.A2)),
        OperationKind.Munlock => new Outcome(mm.Munlock(o.A0, o.A1)),
        OperationKind.Mlockall => new Outcome(mm.Mlockall((MlockallFlags)o.A0)),
        OperationKind.Munlockall => new Outcome(mm.Munlockall()),
        OperationKind.Brk => new Outcome(mm.Brk(o.A0)),
        OperationKind.Msync => new Outcome(mm.Msync(o.A0, o.A1, (MsyncFlags)o.A2)),
        OperationKind.Mseal => new Outcome(mm.Mseal(o.A0, o.A1)),
        OperationKind.Mincore => Mincore(mm, o),
        OperationKind.Read => Load(mm, o.A0),
        OperationKind.Write => Of(mm.Write(o.A0, [(byte)o.A1]), 0),
        OperationKind.Execute => Call(mm, o.A0),
        OperationKind.Truncate or OperationKind.Punch or OperationKind.Fread or OperationKind.Fwrite => FileOperation(files, o),
        OperationKind.Limit => SetLimit(mm, o.A0, o.A1, hardLimits),
        _ => throw new InvalidOperationException($"{o.Kind} is no operation of one process"),
    };

    /// <summary>What process_vm_readv and process_vm_writev do to a process.</summary>
    public static Outcome Remote(MmStruct target, in Operation o)
    {
        Span<byte> one = [(byte)o.A2];
        long result = o.Kind == OperationKind.Peek ? target.ReadRemote(o.A1, one) : target.WriteRemote(o.A1, one);
        return new Outcome(o.Kind == OperationKind.Peek && result == 1 ? one[0] : result);
    }

    /// <summary>Maps something of the same size and rights where the executor has its own memory.</summary>
    public static void Occupy(MmStruct mm, ulong start, ulong end, uint permissions, AddressPlan plan)
    {
        Prot prot = 0;
        foreach ((int at, char letter, Prot right) in (ReadOnlySpan<(int, char, Prot)>)[(0, 'r', Prot.Read), (8, 'w', Prot.Write), (16, 'x', Prot.Exec)])
        {
            if ((byte)(permissions >> at) == letter)
                prot |= right;
        }
        bool shared = (byte)(permissions >> 24) == 's';
        bool stack = start >= plan.MmapBase && (prot & Prot.Write) != 0;
        MapFlags flags = MapFlags.Anonymous | MapFlags.Fixed | (shared ? MapFlags.Shared : MapFlags.Private | MapFlags.GrowsDown);
        long result = shared || stack ? mm.Mmap(start, end - start, prot, flags) : mm.MapSpecial(start, end - start, prot, SpecialMapping.Vvar);
        if (result < 0)
            throw new InvalidOperationException($"the engine cannot map what stands for the executor's memory at {start:x} ({result})");
    }

    private static long Mmap(MmStruct mm, EngineFiles files, in Operation o)
    {
        MapFlags flags = (MapFlags)o.A3;
        if (o.A5 % AddressPlan.PageSize != 0)
            return EInval;
        MmFile? file = (flags & MapFlags.Anonymous) != 0 ? null : files.Find(o.A4);
        return mm.Mmap(o.A0, o.A1, (Prot)o.A2, flags, file, o.A5);
    }

    private static Outcome Mincore(MmStruct mm, in Operation o)
    {
        Span<byte> vector = stackalloc byte[VectorBytes];
        long result = mm.Mincore(o.A0, o.A1, vector);
        if (result != 0)
            return new Outcome(result);
        int pages = (int)Math.Min((o.A1 + AddressPlan.PageSize - 1) / AddressPlan.PageSize, VectorBytes);
        Span<char> text = stackalloc char[pages];
        for (int i = 0; i < pages; i++)
            text[i] = (char)('0' + (vector[i] & 1));
        return new Outcome(0, Vector: new string(text));
    }

    private static Outcome Load(MmStruct mm, ulong address)
    {
        Span<byte> one = stackalloc byte[1];
        FaultOutcome outcome = mm.Read(address, one);
        return Of(outcome, one[0]);
    }

    /// <summary>As the executor does: loads the byte, and calls it only if it is a return instruction.</summary>
    private static Outcome Call(MmStruct mm, ulong address)
    {
        Outcome load = Load(mm, address);
        if (load.Signal != 0)
            return load;
        return load.Value == 0xc3 ? Of(mm.Touch(address, AccessKind.Exec), 0) : new Outcome(-1);
    }

    private static Outcome FileOperation(EngineFiles files, in Operation o)
    {
        if (files.Find(o.A0) is not { } file)
            return new Outcome(EBadF);
        bool writable = (file.Access & FileAccessModes.Write) != 0;
        Span<byte> one = [(byte)o.A2];
        switch (o.Kind)
        {
            case OperationKind.Truncate:
                if (!writable || (long)o.A1 < 0)
                    return new Outcome(EInval);
                file.Mapping.Truncate(o.A1);
                return new Outcome(0);
            case OperationKind.Punch:
                if ((long)o.A1 < 0 || (long)o.A2 <= 0)
                    return new Outcome(EInval);
                if (!writable)
                    return new Outcome(EBadF);
                file.Mapping.PunchHole(o.A1, o.A2);
                return new Outcome(0);
            case OperationKind.Fwrite:
                return new Outcome(writable ? file.Mapping.Write(o.A1, one) : EBadF);
            default:
                return new Outcome(file.Mapping.Read(o.A1, one) == 1 ? one[0] : 0);
        }
    }

    /// <summary>Sets a soft limit, at most to the hard one, as the executor does.</summary>
    public static Outcome SetLimit(MmStruct mm, ulong limit, ulong value, IReadOnlyDictionary<ulong, ulong> hardLimits)
    {
        value = Math.Min(value, hardLimits.GetValueOrDefault(limit, ulong.MaxValue));
        mm.Rlimits = limit switch
        {
            SubjectLimits.Data => mm.Rlimits with { Data = value },
            SubjectLimits.Stack => mm.Rlimits with { Stack = value },
            SubjectLimits.Memlock => mm.Rlimits with { MemLock = value },
            SubjectLimits.AddressSpace => mm.Rlimits with { AddressSpace = value },
            _ => mm.Rlimits,
        };
        return new Outcome(0);
    }

    private static Outcome Of(FaultOutcome outcome, long value) =>
        outcome.IsOk ? new Outcome(value) : new Outcome(0, (int)outcome.Signal, outcome.Code);
}
