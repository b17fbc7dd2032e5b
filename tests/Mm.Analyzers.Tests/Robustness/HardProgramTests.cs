using System.Text;

namespace Mm.Analyzers.Tests.Robustness;

/// <summary>Programs that are hard on a flow analysis. Its work is bounded by steps; within the bound a mistake at the end is still found.</summary>
public class HardProgramTests
{
    private const string Mistake = "N = -1;";

    [Theory]
    [InlineData(12)]
    [InlineData(60)]
    public void Nested_try_finally(int depth) => AssertMistakeIsFound(
        Repeat(depth, i => "try { ") + "Flip();" + Repeat(depth, i => $"}} finally {{ Sem.WriteLock(); N = {i}; Sem.WriteUnlock(); }}"), depth <= 12);

    [Theory]
    [InlineData(20)]
    [InlineData(150)]
    public void Nested_loops(int depth) => AssertMistakeIsFound(
        Repeat(depth, i => $"while (Flip()) {{ if (Flip()) break; Sem.WriteLock(); N = {i}; Sem.WriteUnlock(); ") + Repeat(depth, i => "}"), depth <= 20);

    [Theory]
    [InlineData(100)]
    [InlineData(1000)]
    public void Locks_one_after_the_other(int count) => AssertMistakeIsFound(Repeat(count, i => $"using (Sem.Write()) {{ N = {i}; }}"), true);

    [Theory]
    [InlineData(40)]
    [InlineData(400)]
    public void Ifs_one_after_the_other(int count) =>
        AssertMistakeIsFound(Repeat(count, i => $"if (Flip()) {{ Sem.WriteLock(); N = {i}; Sem.WriteUnlock(); }} else Flip();"), true);

    [Fact]
    public void More_correlated_conditions_than_are_followed() => AssertMistakeIsFound(
        Repeat(40, i => $"bool b{i} = Flip();") + Repeat(40, i => $"if (b{i}) {{ Sem.WriteLock(); N = {i}; Sem.WriteUnlock(); }}") + Repeat(40, i => $"if (b{i}) Flip();"), true);

    [Fact]
    public void A_long_condition() => AssertMistakeIsFound("if (" + Repeat(300, i => "Flip() && ") + "Sem.TryWriteLock()) { N = 1; Sem.WriteUnlock(); }", true);

    [Fact]
    public void Nested_lambdas() => AssertMistakeIsFound(Repeat(25, i => $"Action a{i} = () => {{ ") + "Flip();" + Repeat(25, i => "};"), true);

    [Fact]
    public void Local_functions_that_call_each_other() => AssertMistakeIsFound(
        "L0();" + Repeat(30, i => $"void L{i}() {{ if (Flip()) L{(i + 1) % 30}(); if (Flip()) L{(i * 7 + 3) % 30}(); }}"), true);

    [Fact]
    public void Jumps_in_all_directions()
    {
        var random = new Random(17);
        AssertMistakeIsFound(
            Repeat(80, i => $"l{i}: if (Flip()) goto l{random.Next(80)}; using (Sem.Write()) {{ N = {i}; if (Flip()) goto l{random.Next(80)}; }} "), false);
    }

    [Fact]
    public void A_loop_that_swaps_what_names_the_lock() => AssertMistakeIsFound(
        "Counter a = new(), b = new(), c = this; while (Flip()) { a.Sem.WriteLock(); (a, b, c) = (b, c, a); b.Sem.WriteLock(); (a, c) = (c, a); }", false);

    [Fact]
    public void A_deep_path() => AssertMistakeIsFound("var p = this; while (Flip()) p = p.Next; p" + Repeat(200, i => ".Next") + ".Set(1);", false);

    private static string Repeat(int count, Func<int, string> text)
    {
        var result = new StringBuilder();
        for (int i = 0; i < count; i++)
        {
            result.Append(text(i)).Append('\n');
        }

        return result.ToString();
    }

    private static void AssertMistakeIsFound(string body, bool withinTheBound)
    {
        string reports = Reports($$"""
            partial class Counter
            {
                public Counter Next { get; init; } = null!;

                public void Hard()
                {
            {{body}}
            {{Mistake}}
                }
            }
            """);
        Assert.DoesNotContain("AD0001", reports, StringComparison.Ordinal);
        Assert.DoesNotContain("error CS", reports, StringComparison.Ordinal);
        // Beyond the bound nothing is passed over in silence.
        Assert.Contains(withinTheBound ? Mistake : "MML", reports, StringComparison.Ordinal);
    }
}
