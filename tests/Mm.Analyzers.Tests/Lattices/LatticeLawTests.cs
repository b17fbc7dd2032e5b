using FsCheck;
using FsCheck.Fluent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Flow;
using Mm.Analyzers.LockSets;

namespace Mm.Analyzers.Tests.Lattices;

/// <summary>The laws of <see cref="ILattice{T}"/>, for the modes, the levels of a stack, and the stacks of one lock.</summary>
public class LatticeLawTests
{
    // Places in a source, and none: joins order them by where they stand.
    private static readonly SyntaxNode?[] s_places =
    [
        null,
        .. CSharpSyntaxTree.ParseText("a(); b(); c(); d(); e();").GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>(),
    ];

    private static readonly HoldMode[] s_modes = Enum.GetValues<HoldMode>();

    private static readonly Gen<Hold> s_hold =
        from mode in Gen.Elements(s_modes)
        from may in Gen.Elements(s_modes)
        from origin in Gen.Elements(Enum.GetValues<HoldOrigin>())
        from place in Gen.Elements(s_places)
        from downgraded in Gen.Elements(s_places)
        from anyMode in Gen.Elements(true, false)
        select Hold.Of(mode, place, origin) with
        {
            Strongest = HoldModes.Weaker(mode, may) == mode ? may : mode,
            Downgraded = mode == HoldMode.Downgraded ? downgraded : null,
            AnyMode = anyMode,
        };

    // What a body acquires: levels that every path holds, and above them at most one that only some path holds.
    private static readonly Gen<HoldStack?> s_acquired =
        from levels in Gen.ListOf(s_hold, 3)
        from count in Gen.Choose(0, 3)
        let own = levels.Take(count).Select(l => l with { Origin = HoldOrigin.Acquired }).ToList()
        let certain = own.Where(l => !l.IsMaybe).Concat(own.Where(l => l.IsMaybe).Take(1))
        select certain.Aggregate((HoldStack?)null, (stack, level) => stack is null ? HoldStack.Of(level) : stack.Push(level));

    // Levels of all origins. What a guard or an assertion holds on one path only is dropped where it meets another.
    private static readonly Gen<HoldStack?> s_stack =
        from levels in Gen.ListOf(s_hold, 3)
        from count in Gen.Choose(0, 3)
        select levels.Take(count).Aggregate((HoldStack?)null, (stack, level) => stack is null ? HoldStack.Of(level) : stack.Push(level));

    [Fact]
    public void The_weaker_of_two_modes_is_a_meet()
    {
        foreach (var a in s_modes)
        {
            Assert.Equal(a, HoldModes.Weaker(a, a));
            foreach (var b in s_modes)
            {
                Assert.Equal(HoldModes.Weaker(a, b), HoldModes.Weaker(b, a));
                foreach (var c in s_modes)
                {
                    Assert.Equal(HoldModes.Weaker(a, HoldModes.Weaker(b, c)), HoldModes.Weaker(HoldModes.Weaker(a, b), c));
                }
            }
        }
    }

    [Fact]
    public void The_weaker_of_two_modes_satisfies_no_more_than_either()
    {
        foreach (var need in Enum.GetValues<NeedMode>())
        {
            foreach (var a in s_modes)
            {
                foreach (var b in s_modes)
                {
                    Assert.True(!HoldModes.Weaker(a, b).Satisfies(need) || (a.Satisfies(need) && b.Satisfies(need)), $"{a} {b} {need}");
                }
            }
        }
    }

    [Fact]
    public void Levels_join_idempotently() => Idempotent(HoldLattice.Instance, s_hold);

    [Fact]
    public void Levels_join_commutatively() => Commutative(HoldLattice.Instance, s_hold);

    [Fact]
    public void Levels_join_associatively() => Associative(HoldLattice.Instance, s_hold);

    [Fact]
    public void Stacks_join_idempotently() => Idempotent(HoldStackLattice.Instance, s_stack);

    [Fact]
    public void Stacks_join_commutatively() => Commutative(HoldStackLattice.Instance, s_stack);

    [Fact]
    public void Stacks_join_associatively() => Associative(HoldStackLattice.Instance, s_acquired);

    [Fact]
    public void A_join_satisfies_no_need_that_a_side_does_not() => Check(s_stack, s_stack, (a, b) =>
    {
        var joined = HoldStackLattice.Instance.Join(a, b);
        return Enum.GetValues<NeedMode>().All(need => !Satisfies(joined, need) || (Satisfies(a, need) && Satisfies(b, need)));
    });

    [Fact]
    public void Chains_of_joins_become_stationary() => Check(s_acquired, Gen.ListOf(s_acquired, 300), (start, others) =>
    {
        int changes = 0;
        var current = start;
        foreach (var other in others)
        {
            var next = HoldStackLattice.Instance.Join(current, other);
            changes += HoldStackLattice.Instance.Same(current, next) ? 0 : 1;
            current = next;
        }

        // Levels times what can change of each: some two hundred at most, however long the chain is.
        return changes <= 200;
    });

    private static bool Satisfies(HoldStack? stack, NeedMode need) => stack is not null && stack.Mode.Satisfies(need);

    private static void Idempotent<T>(ILattice<T> lattice, Gen<T> values) => Check(values, values, (a, _) => lattice.Same(a, lattice.Join(a, a)));

    private static void Commutative<T>(ILattice<T> lattice, Gen<T> values) =>
        Check(values, values, (a, b) => lattice.Same(lattice.Join(a, b), lattice.Join(b, a)));

    private static void Associative<T>(ILattice<T> lattice, Gen<T> values) =>
        Check(values, values.SelectMany(_ => values, (b, c) => (b, c)), (a, t) =>
            lattice.Same(lattice.Join(a, lattice.Join(t.b, t.c)), lattice.Join(lattice.Join(a, t.b), t.c)));

    private static void Check<TA, TB>(Gen<TA> a, Gen<TB> b, Func<TA, TB, bool> law) =>
        Prop.ForAll(a.ToArbitrary(), b.ToArbitrary(), law).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
}
