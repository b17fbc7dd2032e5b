namespace Mm.Conformance.Sequences;

/// <summary>The text form of an operation: <c>[p2:] mmap @0 #4 rw private|anon|fixed</c>. One line each; what is written is read back the same.</summary>
public static class OperationText
{
    private enum Argument
    {
        Address, Length, Number, File, Process, Map, Protection, Remap, LockOnFault, LockAll, Sync, Advice, Limit,
    }

    /// <summary>Writes an operation.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="plan">What addresses are relative to.</param>
    public static string Format(in Operation operation, AddressPlan plan)
    {
        List<string> words = [];
        if (operation.Process != 1)
            words.Add($"p{operation.Process}:");
        words.Add(NameOf(operation.Kind));
        ReadOnlySpan<Argument> shape = Shape(operation.Kind);
        ReadOnlySpan<ulong> values = [operation.A0, operation.A1, operation.A2, operation.A3, operation.A4, operation.A5];
        int count = operation.Kind == OperationKind.Mmap && operation.A4 == Operation.NoFile && operation.A5 == 0 ? 4 : shape.Length;
        if (operation.Kind == OperationKind.Mremap && operation.A4 == 0)
            count = 4;
        for (int i = 0; i < count; i++)
            words.Add(FormatArgument(shape[i], values[i], plan));
        return string.Join(' ', words);
    }

    /// <summary>Reads an operation.</summary>
    /// <param name="line">The line, without a comment.</param>
    /// <param name="plan">What addresses are relative to.</param>
    /// <exception cref="FormatException">It is not an operation; the message says why.</exception>
    public static Operation Parse(string line, AddressPlan plan)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        int at = 0, process = 1;
        if (words.Length > 1 && words[0].StartsWith('p') && words[0].EndsWith(':'))
        {
            process = (int)Number.Parse(words[0][1..^1]);
            at = 1;
        }
        if (process is < 1 or > Operation.MaxProcess)
            throw new FormatException($"process {process} is not between 1 and {Operation.MaxProcess}");
        if (at >= words.Length || !Enum.TryParse(words[at].Replace("exec", "execute", StringComparison.Ordinal), ignoreCase: true, out OperationKind kind))
            throw new FormatException($"'{line}' names no operation");
        ReadOnlySpan<Argument> shape = Shape(kind);
        Span<ulong> values = stackalloc ulong[6];
        int given = words.Length - at - 1;
        bool optional = (kind == OperationKind.Mmap && given is (4 or 5)) || (kind == OperationKind.Mremap && given == 4);
        if (given != shape.Length && !optional)
            throw new FormatException($"'{line}' has {given} arguments, and {NameOf(kind)} takes {shape.Length}");
        if (kind == OperationKind.Mmap)
            values[4] = Operation.NoFile;
        for (int i = 0; i < given; i++)
            values[i] = ParseArgument(shape[i], words[at + 1 + i], plan);
        return new Operation(kind, process, values[0], values[1], values[2], values[3], values[4], values[5]);
    }

    private static string NameOf(OperationKind kind) => kind == OperationKind.Execute ? "exec" : kind.ToString().ToLowerInvariant();

    private static ReadOnlySpan<Argument> Shape(OperationKind kind) => kind switch
    {
        OperationKind.Mmap => [Argument.Address, Argument.Length, Argument.Protection, Argument.Map, Argument.File, Argument.Length],
        OperationKind.Mprotect => [Argument.Address, Argument.Length, Argument.Protection],
        OperationKind.Madvise => [Argument.Address, Argument.Length, Argument.Advice],
        OperationKind.Mremap => [Argument.Address, Argument.Length, Argument.Length, Argument.Remap, Argument.Address],
        OperationKind.Mlock2 => [Argument.Address, Argument.Length, Argument.LockOnFault],
        OperationKind.Mlockall => [Argument.LockAll],
        OperationKind.Munlockall or OperationKind.Exit => [],
        OperationKind.Brk or OperationKind.Read or OperationKind.Execute => [Argument.Address],
        OperationKind.Msync => [Argument.Address, Argument.Length, Argument.Sync],
        OperationKind.Fork => [Argument.Process],
        OperationKind.Write => [Argument.Address, Argument.Number],
        OperationKind.Peek => [Argument.Process, Argument.Address],
        OperationKind.Poke => [Argument.Process, Argument.Address, Argument.Number],
        OperationKind.Truncate or OperationKind.Fread => [Argument.File, Argument.Length],
        OperationKind.Punch => [Argument.File, Argument.Length, Argument.Length],
        OperationKind.Fwrite => [Argument.File, Argument.Length, Argument.Number],
        OperationKind.Limit => [Argument.Limit, Argument.Length],
        _ => [Argument.Address, Argument.Length],
    };

    private static string FormatArgument(Argument argument, ulong value, AddressPlan plan) => argument switch
    {
        Argument.Address => plan.Format(value),
        Argument.Length => Number.FormatLength(value),
        Argument.File => value == Operation.NoFile ? "-" : $"f{value}",
        Argument.Process => $"p{value}",
        Argument.Number => $"{value}",
        Argument.Advice => ValueNames.Advice.Format(value),
        Argument.Limit => ValueNames.Limit.Format(value),
        _ => Names(argument).Format(value),
    };

    private static ulong ParseArgument(Argument argument, string word, AddressPlan plan) => argument switch
    {
        Argument.Address => plan.Parse(word),
        Argument.Length or Argument.Number => Number.Parse(word),
        Argument.File => word == "-" ? Operation.NoFile : Number.Parse(word.TrimStart('f')),
        Argument.Process => Number.Parse(word.TrimStart('p')),
        Argument.Advice => ValueNames.Advice.Parse(word),
        Argument.Limit => ValueNames.Limit.Parse(word),
        _ => Names(argument).Parse(word),
    };

    private static FlagNames Names(Argument argument) => argument switch
    {
        Argument.Map => FlagNames.Map,
        Argument.Protection => FlagNames.Protection,
        Argument.Remap => FlagNames.Remap,
        Argument.LockOnFault => FlagNames.LockOnFault,
        Argument.LockAll => FlagNames.LockAll,
        _ => FlagNames.Sync,
    };
}
