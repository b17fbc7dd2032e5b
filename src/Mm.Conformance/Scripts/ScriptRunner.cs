using Mm.Conformance.Observations;

namespace Mm.Conformance.Scripts;

/// <summary>Holds a side of the comparison against a script's expectations.</summary>
public static class ScriptRunner
{
    /// <summary>Runs a script from a fresh start.</summary>
    /// <param name="script">The script.</param>
    /// <param name="subject">The side.</param>
    /// <param name="plan">What addresses are relative to.</param>
    /// <returns>What did not come as expected, a line each.</returns>
    public static IReadOnlyList<string> Run(Script script, ISubject subject, AddressPlan plan)
    {
        ArgumentNullException.ThrowIfNull(script);
        ArgumentNullException.ThrowIfNull(subject);
        subject.Reset();
        return Check(script, subject.Execute(script.Operations), plan);
    }

    private static List<string> Check(Script script, IReadOnlyList<Step> steps, AddressPlan plan)
    {
        List<string> problems = [];
        int done = 0;
        foreach (ScriptLine line in script.Lines)
        {
            if (line.Assertion is { } assertion)
            {
                if (done == 0)
                    problems.Add($"line {line.Number}: an assertion before any operation");
                else if (assertion.Check(steps[done - 1], plan) is { } problem)
                    problems.Add($"line {line.Number}: {line.Text}\n    {problem}");
                continue;
            }
            string result = steps[done++].Outcome.Format(plan);
            if (line.Expected is not null && line.Expected != result)
                problems.Add($"line {line.Number}: {line.Text}\n    the result is {result}");
        }
        return problems;
    }
}
