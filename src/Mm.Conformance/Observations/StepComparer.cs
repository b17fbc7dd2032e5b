namespace Mm.Conformance.Observations;

/// <summary>Finds the first difference between what the kernel and what the engine showed after an operation.</summary>
public sealed class StepComparer
{
    private readonly AddressPlan _plan;
    private readonly bool _frames;
    private readonly Dictionary<ulong, int> _left = [];
    private readonly Dictionary<ulong, int> _right = [];

    /// <summary>Creates a comparer.</summary>
    /// <param name="plan">The regions observed.</param>
    /// <param name="frames">True if both sides show frame numbers, so that sharing patterns can be compared.</param>
    public StepComparer(AddressPlan plan, bool frames)
    {
        _plan = plan;
        _frames = frames;
    }

    /// <summary>The first difference in one line or a few, or null.</summary>
    /// <param name="kernel">One side.</param>
    /// <param name="engine">The other side.</param>
    public string? Difference(Step kernel, Step engine)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(engine);
        if (kernel.Outcome != engine.Outcome)
            return $"result: kernel {kernel.Outcome.Format(_plan)}, engine {engine.Outcome.Format(_plan)}";
        if (kernel.Processes.Count != engine.Processes.Count)
            return $"processes: kernel {kernel.Processes.Count}, engine {engine.Processes.Count}";
        _left.Clear();
        _right.Clear();
        for (int i = 0; i < kernel.Processes.Count; i++)
        {
            if ((Layouts(kernel.Processes[i], engine.Processes[i]) ?? Pages(kernel.Processes[i], engine.Processes[i])) is { } difference)
                return difference;
        }
        return null;
    }

    private string? Layouts(ProcessView kernel, ProcessView engine)
    {
        for (int i = 0; i < Math.Max(kernel.Vmas.Count, engine.Vmas.Count); i++)
        {
            if (i < kernel.Vmas.Count && i < engine.Vmas.Count && kernel.Vmas[i].Agrees(engine.Vmas[i]))
                continue;
            return $"layout of p{kernel.Process}:\n{Show("kernel", kernel)}{Show("engine", engine)}".TrimEnd('\n');
        }
        return null;
    }

    private string Show(string side, ProcessView view) =>
        string.Concat(view.Vmas.Select(vma => $"    {side} {vma.Format(_plan)}\n")) is { Length: > 0 } lines ? lines : $"    {side} empty\n";

    private string? Pages(ProcessView kernel, ProcessView engine)
    {
        int at = 0;
        foreach ((ulong start, int count) in _plan.Regions)
        {
            for (int i = 0; i < count; i++, at++)
            {
                ulong left = kernel.Pages[at], right = engine.Pages[at];
                string? difference = null;
                if (((left ^ right) & PageBits.Compared) != 0)
                    difference = $"kernel {PageBits.Format(left)}, engine {PageBits.Format(right)}";
                else if (kernel.Words[at] != engine.Words[at])
                    difference = $"contents: kernel 0x{kernel.Words[at]:x}, engine 0x{engine.Words[at]:x}";
                else if (_frames && (left & PageBits.Present) != 0 && Class(_left, left) is var shared && Class(_right, right) is var other && shared != other)
                    difference = $"sharing: kernel {Shared(shared, at, kernel)}, engine {Shared(other, at, engine)}";
                if (difference is not null)
                    return $"page {_plan.Format(start + ((ulong)i * AddressPlan.PageSize))} of p{kernel.Process}: {difference}";
            }
        }
        return null;
    }

    /// <summary>Frames are numbered in the order in which they are met, so that equal patterns get equal numbers.</summary>
    private static int Class(Dictionary<ulong, int> classes, ulong entry)
    {
        ulong frame = entry & PageBits.FrameMask;
        if (!classes.TryGetValue(frame, out int number))
            classes.Add(frame, number = classes.Count);
        return number;
    }

    private string Shared(int number, int at, ProcessView view)
    {
        ulong frame = view.Pages[at] & PageBits.FrameMask;
        int same = Enumerable.Range(0, _plan.ObservedPages).First(i => (view.Pages[i] & PageBits.Present) != 0 && (view.Pages[i] & PageBits.FrameMask) == frame);
        return same < at ? $"the frame of observed page {same}" : $"frame {number}";
    }
}
