using Mm.Files;
using Mm.Userfault;

namespace Mm.Tests.Fuzz;

/// <summary>Every call that a program can make, with arguments made of anything. The name is the member's.</summary>
internal static class FuzzCalls
{
    private const ulong MapFlagBits = 0x41f_f93f;

    internal static readonly (int Weight, string Name, Func<FuzzedMachine, MmStruct, long> Make)[] OfPrograms =
    [
        (18, nameof(MmStruct.Mmap), Mmap),
        (9, nameof(MmStruct.Munmap), (m, mm) => Range(m, mm.Munmap)),
        (9, nameof(MmStruct.Mprotect), (m, mm) => Range(m, (a, n) => mm.Mprotect(a, n, (Prot)m.Values.Flags(0x0300_000f)))),
        (9, nameof(MmStruct.Mremap), Mremap),
        (9, nameof(MmStruct.Madvise), (m, mm) => Range(m, (a, n) => mm.Madvise(a, n, Advice(m.Values)))),
        (3, nameof(MmStruct.Brk), (m, mm) => mm.Brk(m.Values.Chance(60) ? mm.Options.StartBrk + m.Values.Length(0) : m.Values.Address())),
        (2, nameof(MmStruct.Mlock), (m, mm) => Range(m, mm.Mlock)),
        (2, nameof(MmStruct.Mlock2), (m, mm) => Range(m, (a, n) => mm.Mlock2(a, n, (MlockFlags)m.Values.Flags(1)))),
        (2, nameof(MmStruct.Munlock), (m, mm) => Range(m, mm.Munlock)),
        (1, nameof(MmStruct.Mlockall), (m, mm) => mm.Mlockall((MlockallFlags)m.Values.Flags(7))),
        (1, nameof(MmStruct.Munlockall), (_, mm) => mm.Munlockall()),
        (2, nameof(MmStruct.Msync), (m, mm) => Range(m, (a, n) => mm.Msync(a, n, (MsyncFlags)m.Values.Flags(7)))),
        (2, nameof(MmStruct.Mincore), (m, mm) => Range(m, (a, n) => mm.Mincore(a, n, new byte[m.Values.Below(100)]))),
        (1, nameof(MmStruct.Mseal), (m, mm) => m.Values.Chance(10) ? Range(m, (a, n) => mm.Mseal(a, n, m.Values.Flags(0))) : 0),
        (2, nameof(MmStruct.SetAnonName), (m, mm) => Range(m, (a, n) => mm.SetAnonName(a, n, Name(m.Values)))),
        (2, nameof(MmStruct.Fork), (m, mm) => m.Fork(mm)),
        (10, nameof(MmStruct.Touch), (m, mm) => Outcome(mm.Touch(m.Values.Address(), (AccessKind)m.Values.Below(3)))),
        (6, nameof(MmStruct.Read), (m, mm) => Outcome(mm.Read(m.Values.Address(), new byte[m.Values.Below(9000)]))),
        (8, nameof(MmStruct.Write), (m, mm) => Outcome(mm.Write(m.Values.Address(), new byte[m.Values.Below(9000)]))),
        (2, nameof(MmStruct.ReadRemote), (m, mm) => mm.ReadRemote(m.Values.Address(), new byte[m.Values.Below(9000)])),
        (2, nameof(MmStruct.WriteRemote), (m, mm) => mm.WriteRemote(m.Values.Address(), new byte[m.Values.Below(9000)])),
        (1, nameof(MmStruct.MapSpecial), (m, mm) => Range(m, (a, n) => mm.MapSpecial(a, n, (Prot)m.Values.Flags(7), SpecialMapping.Vvar))),
        (1, nameof(MmStruct.SetHeap), (m, mm) => Range(m, (a, n) => mm.SetHeap(a, a + n))),
        (1, nameof(MmStruct.SetStack), (m, mm) => Range(m, (a, n) => mm.SetStack(a, a + n))),
        (1, nameof(MmStruct.ReadPagemap), (m, mm) => Nothing(() => mm.ReadPagemap(m.Values.Address(), new ulong[m.Values.Below(40)]))),
        (1, nameof(MmStruct.FormatMaps), (_, mm) => Nothing(() => mm.FormatMaps(TextWriter.Null))),
        (1, nameof(MmStruct.FormatSmaps), (_, mm) => Nothing(() => mm.FormatSmaps(TextWriter.Null))),
        (1, nameof(MmStruct.CreateUserfaultfd), CreateDescriptor),
        (1, nameof(MmStruct.InstallUprobe), (m, mm) => mm.InstallUprobe(m.Values.Address())),
        (1, nameof(MmStruct.SetThpDisabled), (m, mm) => Nothing(() => mm.SetThpDisabled(m.Values.Chance(20)))),
        (1, nameof(MmStruct.Rlimits), SetLimits),
    ];

    internal static readonly (int Weight, string Name, Func<FuzzedMachine, Userfaultfd, long> Make)[] OfDescriptors =
    [
        (1, nameof(Userfaultfd.Api), Api),
        (4, nameof(Userfaultfd.Register), Register),
        (3, nameof(Userfaultfd.Unregister), (m, u) => Range(m, u.Unregister)),
        (3, nameof(Userfaultfd.Copy), (m, u) => u.Copy(m.Values.Registered(), new byte[Bytes(m.Values)], (UserfaultFillModes)m.Values.Flags(1), out _)),
        (3, nameof(Userfaultfd.ZeroPage), (m, u) => u.ZeroPage(m.Values.Registered(), (ulong)Bytes(m.Values), (UserfaultFillModes)m.Values.Flags(1), out _)),
        (1, nameof(Userfaultfd.Wake), (m, u) => Range(m, u.Wake)),
        (1, nameof(Userfaultfd.Read), (m, u) => u.Read(new UserfaultMessage[m.Values.Below(3)])),
    ];

    internal static readonly (int Weight, string Name, Func<FuzzedMachine, AddressSpace, long> Make)[] OfFiles =
    [
        (3, nameof(AddressSpace.Truncate), (m, file) => Nothing(() => file.Truncate(m.Values.Length(0)))),
        (2, nameof(AddressSpace.PunchHole), (m, file) => Nothing(() => file.PunchHole(m.Values.Length(0), m.Values.Length(0)))),
        (2, nameof(AddressSpace.Read), (m, file) => file.Read(m.Values.Length(0), new byte[m.Values.Below(9000)])),
        (2, nameof(AddressSpace.Write), (m, file) => file.Write(m.Values.Length(0), new byte[m.Values.Below(9000)])),
    ];

    /// <summary>Makes one call; the machine keeps its name.</summary>
    internal static long Make(FuzzedMachine m)
    {
        MmStruct mm = m.Pick();
        return m.Values.Below(100) switch
        {
            < 4 => Pick(m, OfFiles, m.Files[m.Values.Below(m.Files.Length)].Mapping),
            < 8 => Pick(m, OfDescriptors, m.AnyDescriptor(mm)),
            _ => Pick(m, OfPrograms, mm),
        };
    }

    private static long Pick<T>(FuzzedMachine m, (int Weight, string Name, Func<FuzzedMachine, T, long> Make)[] calls, T on)
    {
        int at = m.Values.Below(calls.Sum(c => c.Weight));
        foreach ((int weight, string name, Func<FuzzedMachine, T, long> make) in calls)
        {
            at -= weight;
            if (at < 0)
            {
                m.LastCall = name;
                return make(m, on);
            }
        }
        throw new InvalidOperationException("the weights do not add up");
    }

    private static long Range(FuzzedMachine m, Func<ulong, ulong, long> call)
    {
        ulong start = m.Values.Address();
        return call(start, m.Values.Length(start));
    }

    private static long Mmap(FuzzedMachine m, MmStruct mm)
    {
        FuzzValues v = m.Values;
        MapFlags flags = (MapFlags)v.Flags(MapFlagBits);
        if (v.Chance(70))
            flags = (flags & ~MapFlags.TypeMask) | (v.Chance(70) ? MapFlags.Private : MapFlags.Shared);
        if (v.Chance(60))
            flags |= MapFlags.Anonymous;
        if (v.Chance(60))
            flags |= MapFlags.Fixed;
        if (v.Chance(90))
            flags &= ~(MapFlags.HugeTlb | MapFlags.GrowsDown);
        return Range(m, (a, n) => mm.Mmap(a, n, (Prot)v.Flags(7) | (v.Chance(70) ? Prot.ReadWrite : 0), flags, m.File(), v.Chance(80) ? 0 : v.Length(0)));
    }

    private static long Mremap(FuzzedMachine m, MmStruct mm)
    {
        FuzzValues v = m.Values;
        MremapFlags flags = (MremapFlags)v.Flags(7) | (v.Chance(60) ? MremapFlags.MayMove : 0);
        return Range(m, (a, n) => mm.Mremap(a, n, v.Chance(50) ? n : v.Length(a), flags, v.Address()));
    }

    private static Advice Advice(FuzzValues v) => (Advice)(v.Chance(90) ? v.Below(10) == 0 ? 102 + v.Below(2) : v.Below(26) : unchecked((int)v.Any()));

    private static string? Name(FuzzValues v) => v.Below(4) switch
    {
        0 => null,
        1 => new string('n', v.Below(120)),
        2 => "\n",
        _ => "name",
    };

    private static int Bytes(FuzzValues v) => v.Chance(90) ? v.Below(4) * (int)PageMath.Size : v.Below(20_000);

    private static long CreateDescriptor(FuzzedMachine m, MmStruct mm)
    {
        if (m.Values.Chance(50))
        {
            m.Descriptor(mm);
            return 0;
        }
        long result = mm.CreateUserfaultfd((UserfaultfdFlags)(int)m.Values.Flags(0x80801), out Userfaultfd? uffd);
        uffd?.Dispose();
        return result;
    }

    private static long Api(FuzzedMachine m, Userfaultfd uffd) =>
        uffd.Api(m.Values.Chance(50) ? 0xAA : m.Values.Any(), (UserfaultFeatures)m.Values.Any() | UserfaultFeatures.Sigbus, out _, out _);

    private static long Register(FuzzedMachine m, Userfaultfd uffd) => Range(m, (a, n) =>
    {
        long result = uffd.Register(a, n, (UserfaultModes)m.Values.Flags(1) | UserfaultModes.Missing, out _);
        if (result == 0)
            m.Values.NoteRegistered(a, n);
        return result;
    });

    private static long SetLimits(FuzzedMachine m, MmStruct mm) => Nothing(() => mm.Rlimits = new Rlimits
    {
        AddressSpace = m.Values.Chance(50) ? 64UL << 20 : m.Values.Any() % FuzzedMachine.MostMapped,
        Data = m.Values.Chance(50) ? ulong.MaxValue : m.Values.Any(),
        MemLock = m.Values.Any() >> m.Values.Below(64),
        Stack = m.Values.Chance(50) ? 8UL << 20 : m.Values.Any(),
    });

    /// <summary>An access is answered by a signal that there is, with a code that there is.</summary>
    private static long Outcome(FaultOutcome outcome)
    {
        FaultOutcome[] known = [FaultOutcome.Ok, FaultOutcome.MapErr, FaultOutcome.AccErr, FaultOutcome.BusAdrErr, FaultOutcome.OutOfMemory];
        Assert.Contains(outcome, known);
        return 0;
    }

    private static long Nothing(Action call)
    {
        call();
        return 0;
    }
}
