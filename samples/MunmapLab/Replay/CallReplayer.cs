using Mm;
using MunmapLab.Traces;

namespace MunmapLab.Replay;

/// <summary>Makes one recorded call on the engine and returns what the engine answers.</summary>
internal sealed class CallReplayer
{
    private readonly string _file;
    private readonly ReplayResult _result;

    public CallReplayer(string file, ReplayResult result)
    {
        _file = file;
        _result = result;
    }

    /// <summary>Calls that change or ask for a layout.</summary>
    public static bool Knows(TraceCall call) => call.Name switch
    {
        "mmap" or "munmap" or "mprotect" or "pkey_mprotect" or "mremap" or "madvise" or "brk" => true,
        "mlock" or "mlock2" or "munlock" or "mlockall" or "munlockall" => true,
        "prctl" => call.Arguments is ["PR_SET_VMA", "PR_SET_VMA_ANON_NAME", _, _, _],
        _ => false,
    };

    /// <summary>Makes the call.</summary>
    /// <param name="space">The caller's address space.</param>
    /// <param name="call">The call; of one that has not returned, only a munmap.</param>
    /// <param name="makeRoom">Called where the recorded address is taken: may make calls that had begun by then and were not made yet; false if there is none.</param>
    public long Make(ReplaySpace space, TraceCall call, Func<ulong, ulong, bool> makeRoom)
    {
        var arguments = new CallArguments(_file, call);
        return call.Name switch
        {
            "mmap" => Mmap(space, call, arguments, makeRoom),
            "munmap" => space.Mm.Munmap(arguments.Address(0), arguments.Address(1)),
            "mprotect" or "pkey_mprotect" => Mprotect(space, arguments),
            "mremap" => Mremap(space, call, arguments, makeRoom),
            "madvise" => Madvise(space, arguments),
            "brk" => space.Mm.Brk(arguments.Address(0)),
            "mlock" => space.Mm.Mlock(arguments.Address(0), arguments.Address(1)),
            "mlock2" => space.Mm.Mlock2(arguments.Address(0), arguments.Address(1), (MlockFlags)arguments.Flags(2, FlagNames.Mlock)),
            "munlock" => space.Mm.Munlock(arguments.Address(0), arguments.Address(1)),
            "mlockall" => space.Mm.Mlockall((MlockallFlags)arguments.Flags(0, FlagNames.Mlockall)),
            "munlockall" => space.Mm.Munlockall(),
            "prctl" => space.Mm.SetAnonName(arguments.Address(2), arguments.Address(3), arguments.String(4)),
            _ => throw new ArgumentException(call.Name, nameof(call)),
        };
    }

    private long Mmap(ReplaySpace space, TraceCall call, CallArguments arguments, Func<ulong, ulong, bool> makeRoom)
    {
        ulong address = arguments.Address(0);
        ulong length = arguments.Address(1);
        var prot = (Prot)arguments.Flags(2, FlagNames.Prot);
        var flags = (MapFlags)arguments.Flags(3, FlagNames.Map);
        Mm.Files.MmFile? file = flags.HasFlag(MapFlags.Anonymous) ? null : space.Files.Open(arguments.Descriptor(4) ?? "(unnamed)");
        ulong offset = arguments.Address(5);
        long Map(ulong at, MapFlags how) => space.Mm.Mmap(at, length, prot, how, file, offset);

        if ((flags & (MapFlags.Fixed | MapFlags.FixedNoReplace)) != 0 || !call.Succeeded)
        {
            return Map(address, flags);
        }

        _result.Placements++;
        long recorded = call.Result!.Value;
        while (true)
        {
            long placed = Map(address, flags);
            if (placed == recorded)
            {
                _result.PlacementsUnaided++;
                return placed;
            }

            if (placed >= 0)
            {
                space.Mm.Munmap((ulong)placed, length);
            }

            long forced = Map((ulong)recorded, flags | MapFlags.FixedNoReplace);
            if (forced == recorded)
            {
                return forced;
            }

            if (!makeRoom((ulong)recorded, length))
            {
                return placed;
            }
        }
    }

    private long Mprotect(ReplaySpace space, CallArguments arguments)
    {
        Cover(space, arguments.Address(0), arguments.Address(1));
        return space.Mm.Mprotect(arguments.Address(0), arguments.Address(1), (Prot)arguments.Flags(2, FlagNames.Prot));
    }

    private long Madvise(ReplaySpace space, CallArguments arguments)
    {
        Cover(space, arguments.Address(0), arguments.Address(1));
        return space.Mm.Madvise(arguments.Address(0), arguments.Address(1), (Advice)arguments.Flags(2, FlagNames.Advice));
    }

    private long Mremap(ReplaySpace space, TraceCall call, CallArguments arguments, Func<ulong, ulong, bool> makeRoom)
    {
        ulong oldAddress = arguments.Address(0);
        ulong oldLength = arguments.Address(1);
        ulong newLength = arguments.Address(2);
        var flags = (MremapFlags)arguments.Flags(3, FlagNames.Mremap);
        ulong newAddress = arguments.Count > 4 ? arguments.Address(4) : 0;
        Cover(space, oldAddress, oldLength);
        if (!flags.HasFlag(MremapFlags.MayMove) || flags.HasFlag(MremapFlags.Fixed) || !call.Succeeded)
        {
            return space.Mm.Mremap(oldAddress, oldLength, newLength, flags, newAddress);
        }

        _result.Placements++;
        long recorded = call.Result!.Value;
        long placed = space.Mm.Mremap(oldAddress, oldLength, newLength, flags, newAddress);
        if (placed == recorded)
        {
            _result.PlacementsUnaided++;
            return placed;
        }

        return placed < 0 ? placed : MoveTo(space, (ulong)placed, (ulong)recorded, newLength, makeRoom);
    }

    /// <summary>Moves what the engine placed elsewhere to where it was recorded, if that is free.</summary>
    private static long MoveTo(ReplaySpace space, ulong placed, ulong recorded, ulong length, Func<ulong, ulong, bool> makeRoom)
    {
        const MapFlags Probe = MapFlags.Private | MapFlags.Anonymous | MapFlags.NoReserve | MapFlags.FixedNoReplace;
        while (space.Mm.Mmap(recorded, length, Prot.None, Probe) != (long)recorded)
        {
            if (!makeRoom(recorded, length))
            {
                return (long)placed;
            }
        }

        space.Mm.Munmap(recorded, length);
        return space.Mm.Mremap(placed, length, length, MremapFlags.MayMove | MremapFlags.Fixed, recorded);
    }

    /// <summary>
    /// Where the layout that execve built is not known, what a program changes without having mapped it must have been part of it: it is
    /// mapped before the change.
    /// </summary>
    private static void Cover(ReplaySpace space, ulong start, ulong length)
    {
        if (space.StartIsKnown)
        {
            return;
        }

        const MapFlags Flags = MapFlags.Private | MapFlags.Anonymous | MapFlags.NoReserve | MapFlags.FixedNoReplace;
        ulong end = start + length;
        for (ulong page = start & ~4095UL; page < end; page += 4096)
        {
            space.Mm.Mmap(page, 4096, Prot.ReadWrite, Flags);
        }
    }
}
