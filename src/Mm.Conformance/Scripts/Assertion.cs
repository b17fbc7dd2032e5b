using Mm.Conformance.Observations;

namespace Mm.Conformance.Scripts;

/// <summary>A statement about what is there after the operations before it.</summary>
public abstract record Assertion
{
    /// <summary>Reads an assertion; null if the line begins like none.</summary>
    /// <param name="line">The line.</param>
    /// <param name="plan">What addresses are relative to.</param>
    /// <exception cref="FormatException">It begins like one and cannot be read.</exception>
    public static Assertion? TryParse(string line, AddressPlan plan)
    {
        ArgumentNullException.ThrowIfNull(line);
        int process = 1;
        string rest = line;
        if (line.Length > 3 && line[0] == 'p' && line[2] == ':')
        {
            process = line[1] - '0';
            rest = line[3..].TrimStart();
        }
        if (rest == "layout" || rest.StartsWith("layout ", StringComparison.Ordinal))
            return LayoutAssertion.Parse(process, rest[6..], plan);
        string[] words = rest.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words[0] switch
        {
            "page" when words.Length >= 3 => new PageAssertion(process, plan.Parse(words[1]), string.Join(' ', words[2..])),
            "same" or "differ" when words.Length == 3 => new SharingAssertion(Place(words[1], plan), Place(words[2], plan), words[0] == "same"),
            _ => null,
        };
    }

    /// <summary>What is wrong, or null.</summary>
    /// <param name="step">The last step before the assertion.</param>
    /// <param name="plan">What addresses are relative to.</param>
    public abstract string? Check(Step step, AddressPlan plan);

    /// <summary>The view of a process.</summary>
    internal static ProcessView? Find(Step step, int process) => step.Processes.FirstOrDefault(p => p.Process == process);

    /// <summary>The pagemap entry of an observed page.</summary>
    internal static ulong Entry(ProcessView view, ulong address, AddressPlan plan)
    {
        int at = 0;
        foreach ((ulong start, int pages) in plan.Regions)
        {
            if (address >= start && address - start < (ulong)pages * AddressPlan.PageSize)
                return view.Pages[at + (int)((address - start) / AddressPlan.PageSize)];
            at += pages;
        }
        throw new FormatException($"{plan.Format(address)} is not among the pages observed");
    }

    /// <summary>Reads <c>@3</c> or <c>p2@3</c>.</summary>
    private static (int Process, ulong Address) Place(string word, AddressPlan plan) =>
        word[0] == 'p' ? (word[1] - '0', plan.Parse(word[2..])) : (1, plan.Parse(word));
}

/// <summary><c>page @3 present exclusive</c>: the state of a page, in the words of <see cref="PageBits.Format"/>.</summary>
/// <param name="Process">The process.</param>
/// <param name="Address">The page.</param>
/// <param name="State">The words expected.</param>
public sealed record PageAssertion(int Process, ulong Address, string State) : Assertion
{
    /// <inheritdoc/>
    public override string? Check(Step step, AddressPlan plan)
    {
        if (Find(step, Process) is not { } view)
            return $"p{Process} does not exist";
        string state = PageBits.Format(Entry(view, Address, plan));
        return state == State ? null : $"page {plan.Format(Address)} is {state}, expected {State}";
    }
}

/// <summary><c>same @3 p2@3</c>, <c>differ @3 @4</c>: two pages are present and are, or are not, the same frame.</summary>
/// <param name="First">A process and an address.</param>
/// <param name="Second">A process and an address.</param>
/// <param name="Same">Whether one frame is expected.</param>
public sealed record SharingAssertion((int Process, ulong Address) First, (int Process, ulong Address) Second, bool Same) : Assertion
{
    /// <inheritdoc/>
    public override string? Check(Step step, AddressPlan plan)
    {
        if (Find(step, First.Process) is not { } left || Find(step, Second.Process) is not { } right)
            return "a process does not exist";
        ulong one = Entry(left, First.Address, plan), other = Entry(right, Second.Address, plan);
        if ((one & other & PageBits.Present) == 0)
            return $"{plan.Format(First.Address)} or {plan.Format(Second.Address)} is not present";
        bool same = (one & PageBits.FrameMask) == (other & PageBits.FrameMask);
        return same == Same ? null : $"{plan.Format(First.Address)} and {plan.Format(Second.Address)} are {(same ? "one frame" : "two frames")}";
    }
}
