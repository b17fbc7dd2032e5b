using Mm.Conformance.Observations;
using Mm.Conformance.Sequences;

namespace Mm.Conformance.Kernel;

/// <summary>Turns an operation into commands of the executor, and their result into an outcome.</summary>
internal static class OperationCommands
{
    private const ulong PunchHole = 3;
    private const int VectorBytes = 8192;
    private const long FaultResult = 0x10000;

    public readonly record struct Added(int Command, int Buffer);

    public static Added Add(CommandBatch batch, in Operation o, SubjectProcess process, IReadOnlyDictionary<int, SubjectProcess> all, OperationContext context)
    {
        int self = process.Executor;
        ulong[] files = context.Files;
        return o.Kind switch
        {
            OperationKind.Mmap => new(batch.Add(self, SystemCalls.Mmap, o.A0, o.A1, o.A2, o.A3, FileOf(o.A4, files), o.A5), 0),
            OperationKind.Munmap => new(batch.Add(self, SystemCalls.Munmap, o.A0, o.A1), 0),
            OperationKind.Mprotect => new(batch.Add(self, SystemCalls.Mprotect, o.A0, o.A1, o.A2), 0),
            OperationKind.Madvise => new(batch.Add(self, SystemCalls.Madvise, o.A0, o.A1, o.A2), 0),
            OperationKind.Mremap => new(batch.Add(self, SystemCalls.Mremap, o.A0, o.A1, o.A2, o.A3, o.A4), 0),
            OperationKind.Mlock => new(batch.Add(self, SystemCalls.Mlock, o.A0, o.A1), 0),
            OperationKind.Mlock2 => new(batch.Add(self, SystemCalls.Mlock2, o.A0, o.A1, o.A2), 0),
            OperationKind.Munlock => new(batch.Add(self, SystemCalls.Munlock, o.A0, o.A1), 0),
            OperationKind.Mlockall => new(batch.Add(self, SystemCalls.Mlockall, o.A0), 0),
            OperationKind.Munlockall => new(batch.Add(self, SystemCalls.Munlockall), 0),
            OperationKind.Brk => new(batch.Add(self, SystemCalls.Brk, o.A0), 0),
            OperationKind.Msync => new(batch.Add(self, SystemCalls.Msync, o.A0, o.A1, o.A2), 0),
            OperationKind.Mseal => new(batch.Add(self, SystemCalls.Mseal, o.A0, o.A1, 0), 0),
            OperationKind.Read => new(batch.Add(self, (ulong)Special.Load, o.A0), 0),
            OperationKind.Write => new(batch.Add(self, (ulong)Special.Store, o.A0, o.A1), 0),
            OperationKind.Execute => new(batch.Add(self, (ulong)Special.Execute, o.A0), 0),
            OperationKind.Mincore => AddWithBuffer(batch, self, SystemCalls.Mincore, o.A0, o.A1),
            OperationKind.Truncate => new(batch.Add(self, SystemCalls.Ftruncate, FileOf(o.A0, files), o.A1), 0),
            OperationKind.Punch => new(batch.Add(self, SystemCalls.Fallocate, FileOf(o.A0, files), PunchHole, o.A1, o.A2), 0),
            OperationKind.Fread => AddByte(batch, self, SystemCalls.Pread, FileOf(o.A0, files), o.A1, 0),
            OperationKind.Fwrite => AddByte(batch, self, SystemCalls.Pwrite, FileOf(o.A0, files), o.A1, o.A2),
            OperationKind.Limit => AddLimit(batch, self, o.A0, o.A1, context.HardLimits),
            OperationKind.Peek => AddRemote(batch, self, SystemCalls.ProcessVmReadv, all[(int)o.A0].Pid, o.A1, 0),
            OperationKind.Poke => AddRemote(batch, self, SystemCalls.ProcessVmWritev, all[(int)o.A0].Pid, o.A1, o.A2),
            _ => throw new InvalidOperationException($"{o.Kind} is no single command"),
        };
    }

    public static Outcome OutcomeOf(CommandBatch batch, in Operation operation, long result, int buffer)
    {
        if (result <= -FaultResult)
            return new Outcome(0, (int)((-result - FaultResult) >> 8), (int)((-result - FaultResult) & 0xff));
        if (operation.Kind == OperationKind.Mincore && result == 0)
            return new Outcome(0, Vector: Vector(batch.Bytes(buffer, VectorBytes), operation.A1));
        bool readsByte = operation.Kind is OperationKind.Fread or OperationKind.Peek;
        return new Outcome(readsByte && result == 1 ? batch.Bytes(buffer, 1)[0] : result);
    }

    /// <summary>mincore's vector of so many bytes of address range as text.</summary>
    private static string Vector(ReadOnlySpan<byte> vector, ulong length)
    {
        int pages = (int)Math.Min((length + AddressPlan.PageSize - 1) / AddressPlan.PageSize, VectorBytes);
        return string.Create(pages, vector, (text, v) =>
        {
            for (int i = 0; i < text.Length; i++)
                text[i] = (char)('0' + (v[i] & 1));
        });
    }

    private static ulong FileOf(ulong number, ulong[] files) =>
        number == Operation.NoFile ? ulong.MaxValue : number < (ulong)files.Length ? files[number] : 9999;

    private static Added AddWithBuffer(CommandBatch batch, int self, ulong call, ulong a0, ulong a1)
    {
        int buffer = batch.Buffer(VectorBytes);
        return new(batch.Add(self, call, a0, a1, CommandBatch.Address(buffer)), buffer);
    }

    private static Added AddByte(CommandBatch batch, int self, ulong call, ulong file, ulong offset, ulong value)
    {
        int buffer = batch.Buffer(1);
        batch.Bytes(buffer, 1)[0] = (byte)value;
        return new(batch.Add(self, call, file, CommandBatch.Address(buffer), 1, offset), buffer);
    }

    /// <summary>Sets a soft limit, at most to the hard one, which stays.</summary>
    public static Added AddLimit(CommandBatch batch, int self, ulong limit, ulong value, IReadOnlyDictionary<ulong, ulong> hardLimits)
    {
        int buffer = batch.Buffer(16);
        ulong hard = hardLimits.TryGetValue(limit, out ulong known) ? known : ulong.MaxValue;
        batch.Words(buffer, 2)[0] = Math.Min(value, hard);
        batch.Words(buffer, 2)[1] = hard;
        return new(batch.Add(self, SystemCalls.Setrlimit, limit, CommandBatch.Address(buffer)), 0);
    }

    private static Added AddRemote(CommandBatch batch, int self, ulong call, long pid, ulong address, ulong value)
    {
        int buffer = batch.Buffer(1), vectors = batch.Buffer(32);
        batch.Bytes(buffer, 1)[0] = (byte)value;
        Span<ulong> words = batch.Words(vectors, 4);
        words[0] = CommandBatch.Address(buffer);
        words[1] = 1;
        words[2] = address;
        words[3] = 1;
        ulong local = CommandBatch.Address(vectors);
        return new(batch.Add(self, call, (ulong)pid, local, 1, local + 16, 1, 0), buffer);
    }
}
