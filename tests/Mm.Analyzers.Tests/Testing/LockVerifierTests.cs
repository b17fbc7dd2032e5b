using Mm.Analyzers.Testing;

namespace Mm.Analyzers.Tests.Testing;

public class LockVerifierTests
{
    private const string Counter = """
        using Mm.Locks;
        class Counter
        {
            private readonly object _gate = new();
            [GuardedBy("_gate")] private int _n;
            public void Up() { lock (_gate) { _n++; } }
            public void Reset() => MARK = 0;
        }
        """;

    [Fact]
    public void A_marked_report_passes() => LockVerifier.Verify(Counter.Replace("MARK", "[|_n|]"), "MML104");

    [Fact]
    public void A_report_marked_with_its_own_id_passes() => LockVerifier.Verify(Counter.Replace("MARK", "{|MML104:_n|}"));

    [Fact]
    public void A_report_that_is_not_marked_fails()
    {
        var failure = Assert.Throws<LockVerificationException>(() => LockVerifier.Verify(Counter.Replace("MARK", "_n")));
        Assert.Contains("unexpected: MML104 at (7,28)", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mark_without_its_report_fails()
    {
        string markup = Counter.Replace("_n++", "[|_n|]++").Replace("MARK", "{|MML104:_n|}");
        var failure = Assert.Throws<LockVerificationException>(() => LockVerifier.Verify(markup, "MML104"));
        Assert.Contains("missing: MML104 at (6,39): _n", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("unexpected", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mark_of_another_rule_fails() =>
        Assert.Throws<LockVerificationException>(() => LockVerifier.Verify(Counter.Replace("MARK", "{|MML106:_n|}")));

    [Fact]
    public void A_source_that_does_not_compile_fails()
    {
        var failure = Assert.Throws<LockVerificationException>(() => LockVerifier.Verify("class C { Missing _m; }"));
        Assert.Contains("unexpected: CS0246", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("class [|C { }")]
    [InlineData("class C|] { }")]
    [InlineData("class [|C|} { }")]
    public void Marks_that_are_not_balanced_are_refused(string markup) => Assert.Throws<FormatException>(() => LockVerifier.Verify(markup));
}
