using Mm.Conformance.Observations;
using Mm.Conformance.Sequences;

namespace Mm.Conformance.MapCount;

/// <summary>A process that can be filled with mappings.</summary>
internal interface ILimited
{
    /// <summary>Executes operations; the result of each.</summary>
    long[] Execute(IReadOnlyList<Operation> operations);

    /// <summary>The first lines of its maps, which are those of the lowest addresses.</summary>
    string FirstMaps();
}

/// <summary>Brings a process to so many mappings below or above its limit and has it execute an operation there.</summary>
internal sealed class LimitSweep
{
    private const ulong FillerBase = 0x3000_0000_0000;

    /// <summary>Mappings that are taken away before each operation, more than what any leaves behind.</summary>
    private const int Slack = 40;

    private readonly ILimited _side;
    private readonly AddressPlan _plan;
    private readonly Stack<int> _fillers = [];
    private readonly List<string> _results = [];

    internal LimitSweep(ILimited side, AddressPlan plan)
    {
        _side = side;
        _plan = plan;
    }

    /// <summary>The results since the last time this was asked, equal ones once.</summary>
    internal string Summary
    {
        get
        {
            string summary = string.Join(' ', _results);
            _results.Clear();
            return summary;
        }
    }

    /// <summary>Runs a line of operations, the last of them so many mappings beside the limit: its result, and the window and heap as they are then.</summary>
    internal string Run(string line, int offset)
    {
        Operation[] operations = [.. $"mmap @0 #6 rw private|anon|fixed; {line}".Split(';').Select(text => OperationText.Parse(text.Trim(), _plan))];
        Empty();
        _side.Execute(operations[..^1]);
        Fill();
        _side.Execute([.. Enumerable.Range(0, 1 - offset).Select(_ => Drop())]);
        string result = new Outcome(_side.Execute(operations[^1..])[0]).Format(_plan);
        _results.Add(result);
        return $"{result} {Layout()}";
    }

    private void Empty()
    {
        List<Operation> operations = [];
        while (_fillers.Count > 0 && operations.Count < Slack)
            operations.Add(Drop());
        operations.Add(new Operation(OperationKind.Munmap, 1, AddressPlan.WindowBase, 64 * AddressPlan.PageSize));
        operations.Add(new Operation(OperationKind.Brk, 1, _plan.HeapStart));
        _side.Execute(operations);
    }

    /// <summary>Maps single pages apart from each other until no more can be: there is one mapping more than the limit then.</summary>
    private void Fill()
    {
        while (true)
        {
            int first = _fillers.Count, count = first == 0 ? 8000 : first < 60_000 ? 8000 : 100;
            long[] results = _side.Execute([.. Enumerable.Range(first, count).Select(n => Filler(OperationKind.Mmap, n))]);
            for (int i = 0; i < count && results[i] >= 0; i++)
                _fillers.Push(first + i);
            if (_fillers.Count < first + count)
                return;
        }
    }

    private Operation Drop() => Filler(OperationKind.Munmap, _fillers.Pop());

    private static Operation Filler(OperationKind kind, int number)
    {
        ulong address = FillerBase + ((ulong)number * 2 * AddressPlan.PageSize);
        return kind == OperationKind.Munmap
            ? new Operation(kind, 1, address, AddressPlan.PageSize)
            : new Operation(kind, 1, address, AddressPlan.PageSize, 1, 0x32, Operation.NoFile);
    }

    private string Layout()
    {
        List<string> parts = [];
        foreach (string line in _side.FirstMaps().Split('\n'))
        {
            string[] words = line.Split([' ', '-'], 4);
            if (words.Length < 4 || !ulong.TryParse(words[0], System.Globalization.NumberStyles.HexNumber, null, out ulong start))
                continue;
            bool wanted = start >= _plan.HeapStart && start < _plan.HeapStart + (1 << 20);
            wanted |= start >= AddressPlan.WindowBase && start < AddressPlan.WindowBase + (1 << 20);
            if (wanted)
                parts.Add($"{_plan.Format(start)}-{_plan.Format(Convert.ToUInt64(words[1], 16))} {words[2]}");
        }
        return string.Join(", ", parts);
    }
}
