namespace Mm.Conformance.Kernel;

/// <summary>What a process under test does before its first operation: no huge pages, its files, its rights.</summary>
internal static class SubjectSetup
{
    private const int Process = 2;
    private const ulong SetThpDisable = 41;
    private const ulong SetParentDeathSignal = 1;
    private const ulong SetDumpable = 4;
    private const ulong Kill = 9;
    private const ulong Nobody = 65534;

    public static void Run(CommandBatch batch, ExecutorProcess executor, ulong[] files, Dictionary<ulong, ulong> hardLimits, KernelSubjectOptions options)
    {
        StayOnOneCpu(batch, executor);
        SetLimits(batch, executor, hardLimits);
        batch.Clear();
        batch.Add(Process, SystemCalls.Prctl, SetThpDisable, 1, 0, 0, 0);
        int first = batch.Add(Process, SystemCalls.MemfdCreate, CommandBatch.Address(batch.Buffer("f0")), 0);
        int second = batch.Add(Process, SystemCalls.MemfdCreate, CommandBatch.Address(batch.Buffer("f1")), 0);
        batch.Run(executor);
        files[0] = Opened(batch, first);
        files[1] = Opened(batch, second);
        batch.Clear();
        int readOnly = batch.Add(Process, SystemCalls.Open, CommandBatch.Address(batch.Buffer($"/proc/self/fd/{files[0]}")), 0, 0);
        for (int file = 0; file < 2; file++)
        {
            batch.Add(Process, SystemCalls.Ftruncate, files[file], SubjectFiles.InitialPages * AddressPlan.PageSize);
            for (int page = 0; page < SubjectFiles.InitialPages; page++)
            {
                int value = batch.Buffer(1);
                batch.Bytes(value, 1)[0] = SubjectFiles.FirstByte(file, page);
                batch.Add(Process, SystemCalls.Pwrite, files[file], CommandBatch.Address(value), 1, (ulong)page * AddressPlan.PageSize);
            }
        }
        if (options.Unprivileged)
            DropRights(batch);
        batch.Run(executor);
        files[2] = Opened(batch, readOnly);
    }

    /// <summary>The kernel queues changes of a page's state on each CPU; a process that moves would leave them on another one, where nothing drains them.</summary>
    private static void StayOnOneCpu(CommandBatch batch, ExecutorProcess executor)
    {
        const int MaskBytes = 1024;
        batch.Clear();
        int cpu = batch.Buffer(4);
        batch.Add(Process, SystemCalls.Getcpu, CommandBatch.Address(cpu), 0, 0);
        batch.Run(executor);
        int number = (int)(uint)batch.Words(cpu, 1)[0];
        batch.Clear();
        int mask = batch.Buffer(MaskBytes);
        batch.Words(mask, MaskBytes / 8).Clear();
        batch.Words(mask, MaskBytes / 8)[number / 64] = 1UL << (number % 64);
        batch.Add(Process, SystemCalls.SchedSetaffinity, 0, MaskBytes, CommandBatch.Address(mask));
        batch.Run(executor);
    }

    /// <summary>The same limits on every system, as far as what it lets a process set.</summary>
    private static void SetLimits(CommandBatch batch, ExecutorProcess executor, Dictionary<ulong, ulong> hardLimits)
    {
        batch.Clear();
        List<(ulong Limit, ulong Value, int Buffer)> limits = [];
        foreach ((ulong limit, ulong value) in SubjectLimits.Initial)
        {
            int buffer = batch.Buffer(16);
            batch.Add(Process, SystemCalls.Getrlimit, limit, CommandBatch.Address(buffer));
            limits.Add((limit, value, buffer));
        }
        batch.Run(executor);
        foreach ((ulong limit, _, int buffer) in limits)
            hardLimits[limit] = batch.Words(buffer, 2)[1];
        batch.Clear();
        foreach ((ulong limit, ulong value, _) in limits)
            OperationCommands.AddLimit(batch, Process, limit, value, hardLimits);
        batch.Run(executor);
    }

    private static ulong Opened(CommandBatch batch, int command)
    {
        long result = batch.Result(command);
        return result >= 0 ? (ulong)result : throw new KernelUnavailableException($"a process cannot open a memory file (errno {-result})");
    }

    /// <summary>
    /// Another user, where that is permitted, and no capability in any case (capset: version 3, this process, two sets of three words that are all zero). A process
    /// whose rights changed may not open its own proc files unless it says again that it may be looked at, and outlives its parent unless it says again that
    /// it does not want to.
    /// </summary>
    private static void DropRights(CommandBatch batch)
    {
        int header = batch.Buffer(8), sets = batch.Buffer(24);
        batch.Words(header, 1)[0] = 0x2008_0522;
        batch.Words(sets, 3).Clear();
        batch.Add(Process, SystemCalls.Setresgid, Nobody, Nobody, Nobody);
        batch.Add(Process, SystemCalls.Setresuid, Nobody, Nobody, Nobody);
        batch.Add(Process, SystemCalls.Capset, CommandBatch.Address(header), CommandBatch.Address(sets));
        batch.Add(Process, SystemCalls.Prctl, SetDumpable, 1, 0, 0, 0);
        batch.Add(Process, SystemCalls.Prctl, SetParentDeathSignal, Kill, 0, 0, 0);
    }
}
