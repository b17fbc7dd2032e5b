using Mm.Conformance.Scripts;
using Mm.Conformance.Sequences;

namespace Mm.Conformance.Tests;

/// <summary>Sequences are reproducible and survive being written and read.</summary>
public sealed class SequenceTextTests
{
    private static readonly AddressPlan s_plan = AddressPlan.Default;

    [Fact]
    public void TheSameSeedGivesTheSameSequence()
    {
        SequenceGenerator one = new(7, Features.All, s_plan), other = new(7, Features.All, s_plan);
        Assert.Equal(one.Sequence(3, 200), other.Sequence(3, 200));
        Assert.NotEqual(one.Sequence(3, 200), one.Sequence(4, 200));
        Assert.NotEqual(one.Sequence(3, 200), new SequenceGenerator(8, Features.All, s_plan).Sequence(3, 200));
    }

    [Fact]
    public void WhatIsWrittenIsReadBack()
    {
        SequenceGenerator generator = new(1, Features.All, s_plan);
        for (int number = 0; number < 50; number++)
        {
            IReadOnlyList<Operation> operations = generator.Sequence(number, 200);
            string text = Script.Format(operations, null, s_plan);
            Assert.Equal(operations, Assert.Single(Script.Parse(text, "sequence", s_plan)).Operations);
        }
    }

    [Fact]
    public void EveryKindOfOperationIsGenerated()
    {
        SequenceGenerator generator = new(1, Features.All, s_plan);
        HashSet<OperationKind> kinds = [.. Enumerable.Range(0, 100).SelectMany(n => generator.Sequence(n, 200)).Select(o => o.Kind)];
        Assert.Equal(Enum.GetValues<OperationKind>().Order(), kinds.Order());
    }

    [Fact]
    public void NoSequenceTouchesTheExecutor()
    {
        SequenceGenerator generator = new(2, Features.All, s_plan);
        Assert.DoesNotContain(Enumerable.Range(0, 100).SelectMany(n => generator.Sequence(n, 200)), o => Hazard.Threatens(o, s_plan));
    }

    [Theory]
    [InlineData("munmap 0xc0000000000 #1")]
    [InlineData("mmap 0x100000000000 #1 rw private|anon|fixed")]
    [InlineData("munmap 0 0x7ffffffff000")]
    public void WhatWouldHurtTheExecutorIsNotRun(string line)
    {
        FormatException problem = Assert.Throws<FormatException>(() => Script.Parse(line, "bad.txt", s_plan));
        Assert.Contains("bad.txt:1", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mmap @0 #1", "2 arguments")]
    [InlineData("frobnicate @0", "no operation")]
    [InlineData("munmap @zero #1", "not a number")]
    [InlineData("p9: munmap @0 #1", "process 9")]
    [InlineData("layout @0 rw-p", "not a range")]
    [InlineData("needs wings", "wings")]
    public void BadLinesAreNamed(string line, string reason)
    {
        FormatException problem = Assert.Throws<FormatException>(() => Script.Parse($"# first\n{line}\n", "bad.txt", s_plan));
        Assert.StartsWith("bad.txt:2: ", problem.Message, StringComparison.Ordinal);
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
    }
}
