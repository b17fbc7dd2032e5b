using Mm.Faults;
using Mm.Files;
using Mm.PageTables;
using Mm.Strategies;
using Mm.Userfault;

namespace Mm.Tests.Fuzz;

/// <summary>A small machine whose limits are near, with files and up to four processes, that is called with anything.</summary>
internal sealed class FuzzedMachine : IDisposable
{
    /// <summary>64 GB. Two strategies work through what is mapped part by part, and the invariants are looked at after each: more would take hours.</summary>
    internal const ulong MostMapped = 1UL << 36;

    private const int MostProcesses = 4;

    private readonly List<MmStruct> _processes = [];
    private readonly List<Userfaultfd> _descriptors = [];

    internal FuzzedMachine(int seed, UnmapStrategy unmap, FaultStrategy fault)
    {
        Random random = new(seed);
        Values = new FuzzValues(random);
        System = new MmSystem(new MmSystemOptions
        {
            RamPages = random.Next(2) == 0 ? 600 : 4096,
            SwapPages = random.Next(2000),
            NativeMemoryLimit = 64L << 20,
            CpuCount = 2,
            MaxMapCount = random.Next(3) == 0 ? 12 : 150,
            Overcommit = (OvercommitMode)random.Next(3),
            HugeTlbPages = random.Next(4),
            TransparentHugePages = (HugePageMode)random.Next(3),
            Geometry = random.Next(4) == 0 ? PagingGeometry.FiveLevel : PagingGeometry.FourLevel,
        });
        _processes.Add(new MmStruct(System, new MmOptions
        {
            UnmapStrategy = unmap,
            FaultStrategy = fault,
            Rlimits = new Rlimits { AddressSpace = random.Next(4) == 0 ? MostMapped : 64UL << 20, MemLock = (ulong)random.Next(60) << 12 },
            CapIpcLock = random.Next(3) == 0,
            CapSysRawIo = random.Next(3) == 0,
            CapSysPtrace = random.Next(2) == 0,
        }));
        AddressSpace first = new(System, 50_000, "/tmp/file"), second = new(System, 0, "/dev/shm/object", isShmem: true);
        Files =
        [
            new(first), new(second), new(first, FileAccessModes.Read), new(first, FileAccessModes.Write), new(second) { HasCloseHook = true },
            new(first) { CanMap = false },
        ];
    }

    internal MmSystem System { get; }

    internal FuzzValues Values { get; }

    internal MmFile[] Files { get; }

    /// <summary>The call that is being made, or was made last.</summary>
    internal string LastCall { get; set; } = "nothing";

    /// <summary>One of the processes.</summary>
    internal MmStruct Pick() => _processes[Values.Below(_processes.Count)];

    /// <summary>An open file, or null, which is a bad descriptor.</summary>
    internal MmFile? File() => Values.Below(Files.Length + 1) is var number && number < Files.Length ? Files[number] : null;

    /// <summary>Forks, or has a child end if there are enough.</summary>
    internal long Fork(MmStruct parent)
    {
        if (_processes.Count == MostProcesses)
        {
            int ends = 1 + Values.Below(MostProcesses - 1);
            _processes[ends].Dispose();
            _processes.RemoveAt(ends);
        }
        MmStruct? child = parent.Fork(out long error);
        if (child is not null)
            _processes.Add(child);
        Assert.Equal(child is null, error != 0);
        return error;
    }

    /// <summary>A descriptor of userfaultfd; faults of its ranges are SIGBUS, since nobody would be there to answer them.</summary>
    internal Userfaultfd Descriptor(MmStruct mm)
    {
        if (_descriptors.Count >= 3)
        {
            _descriptors[0].Dispose();
            _descriptors.RemoveAt(0);
        }
        Assert.Equal(0, mm.CreateUserfaultfd(UserfaultfdFlags.NonBlock, out Userfaultfd? uffd));
        Assert.Equal(0, uffd!.Api(0xAA, UserfaultFeatures.Sigbus | UserfaultFeatures.MissingShmem, out _, out _));
        _descriptors.Add(uffd);
        return uffd;
    }

    /// <summary>An open descriptor, of whatever process.</summary>
    internal Userfaultfd AnyDescriptor(MmStruct mm) => _descriptors.Count == 0 ? Descriptor(mm) : _descriptors[Values.Below(_descriptors.Count)];

    /// <summary>Looks at all processes.</summary>
    internal void Verify()
    {
        foreach (MmStruct mm in _processes)
            mm.VerifyInvariants();
        Assert.Equal(0, System.Violations.Count);
    }

    /// <summary>Ends everything, and counts what is left: nothing may be.</summary>
    public void Dispose()
    {
        Verify();
        foreach (Userfaultfd uffd in _descriptors)
            uffd.Dispose();
        foreach (MmStruct mm in _processes)
            mm.Dispose();
        foreach (MmFile file in Files)
            file.Mapping.Truncate(0);
        Assert.Equal(0, System.Violations.Count);
        Assert.Equal(0, System.Frames.Used);
        Assert.Equal(0, System.CommittedPages);
        System.Dispose();
        Assert.Equal(0, System.NativeMemory.Used);
    }
}
