using Mm.Conformance.Sequences;

namespace Mm.Conformance.Scripts;

/// <summary>One line of a script: an operation with the result that is expected, or an assertion about what is there.</summary>
/// <param name="Number">The line's number in its file.</param>
/// <param name="Text">The line.</param>
/// <param name="Operation">The operation, or null for an assertion.</param>
/// <param name="Expected">The expected result, or null.</param>
/// <param name="Assertion">The assertion, or null for an operation.</param>
public sealed record ScriptLine(int Number, string Text, Operation? Operation, string? Expected, Assertion? Assertion);

/// <summary>
/// A named sequence of operations as text, optionally with what is expected, which any side can be held against.
/// </summary>
/// <remarks>
/// <c>== name</c> begins a script and <c>#</c> a comment. <c>needs mseal guard droppable multimove frames root unprivileged</c> names what it depends on.
/// An operation may be followed by <c>=&gt; result</c>. Assertions are <c>layout</c>, <c>page</c>, <c>same</c> and <c>differ</c>; see <see cref="Assertion"/>.
/// </remarks>
/// <param name="Name">The behaviour it shows.</param>
/// <param name="Needs">What it depends on.</param>
/// <param name="Lines">Its lines.</param>
public sealed record Script(string Name, IReadOnlyList<string> Needs, IReadOnlyList<ScriptLine> Lines)
{
    private static readonly string[] KnownNeeds = ["mseal", "guard", "droppable", "multimove", "frames", "root", "unprivileged"];

    /// <summary>The operations without the assertions.</summary>
    public IReadOnlyList<Operation> Operations { get; } = [.. Lines.Where(l => l.Operation is not null).Select(l => l.Operation!.Value)];

    /// <summary>Reads the scripts of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">The file's name, for messages.</param>
    /// <param name="plan">What addresses are relative to.</param>
    /// <exception cref="FormatException">A line cannot be read; the message names file and line.</exception>
    public static IReadOnlyList<Script> Parse(string text, string source, AddressPlan plan)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<Script> scripts = [];
        string name = System.IO.Path.GetFileNameWithoutExtension(source);
        List<string> needs = [];
        List<ScriptLine> lines = [];
        int number = 0;
        foreach (string raw in text.Split('\n'))
        {
            number++;
            string line = WithoutComment(raw).Trim();
            if (line.Length == 0)
                continue;
            try
            {
                if (line.StartsWith("== ", StringComparison.Ordinal))
                {
                    Finish();
                    name = line[3..].Trim();
                }
                else if (line.StartsWith("needs ", StringComparison.Ordinal))
                {
                    needs.AddRange(line[6..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(CheckNeed));
                }
                else
                {
                    lines.Add(ParseLine(number, line, plan));
                }
            }
            catch (FormatException problem)
            {
                throw new FormatException($"{source}:{number}: {problem.Message}", problem);
            }
        }
        Finish();
        return scripts;

        void Finish()
        {
            if (lines.Count > 0)
                scripts.Add(new Script(name, [.. needs], [.. lines]));
            lines.Clear();
            needs.Clear();
        }
    }

    /// <summary>The text of operations, each with its result if results are given, that <see cref="Parse"/> reads back.</summary>
    /// <param name="operations">The operations.</param>
    /// <param name="results">Their results as text, or null.</param>
    /// <param name="plan">What addresses are relative to.</param>
    public static string Format(IReadOnlyList<Operation> operations, IReadOnlyList<string>? results, AddressPlan plan)
    {
        ArgumentNullException.ThrowIfNull(operations);
        IEnumerable<string> lines = operations.Select((o, i) =>
            results is null || i >= results.Count ? OperationText.Format(o, plan) : $"{OperationText.Format(o, plan)} => {results[i]}");
        return string.Concat(lines.Select(l => l + "\n"));
    }

    /// <summary>A comment begins with a '#' that no digit follows, since <c>#4</c> is a length.</summary>
    private static string WithoutComment(string line)
    {
        if (line.TrimStart().StartsWith('#'))
            return "";
        for (int at = line.IndexOf('#', StringComparison.Ordinal); at >= 0; at = line.IndexOf('#', at + 1))
        {
            if (at + 1 >= line.Length || !(char.IsAsciiDigit(line[at + 1]) || line[at + 1] == '-'))
                return line[..at];
        }
        return line;
    }

    private static string CheckNeed(string need) =>
        KnownNeeds.Contains(need) ? need : throw new FormatException($"nothing is known that is called '{need}'");

    private static ScriptLine ParseLine(int number, string line, AddressPlan plan)
    {
        if (Assertion.TryParse(line, plan) is { } assertion)
            return new ScriptLine(number, line, null, null, assertion);
        string[] parts = line.Split("=>", 2, StringSplitOptions.TrimEntries);
        Operation operation = OperationText.Parse(parts[0], plan);
        if (Hazard.Threatens(operation, plan))
            throw new FormatException($"'{parts[0]}' would change memory that the executor itself lives in");
        return new ScriptLine(number, line, operation, parts.Length > 1 ? parts[1] : null, null);
    }
}
