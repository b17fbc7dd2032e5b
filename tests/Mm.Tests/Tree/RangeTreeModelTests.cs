using FsCheck;
using FsCheck.Fluent;
using Mm.Locks;
using Mm.Tree;

namespace Mm.Tests.Tree;

public class RangeTreeModelTests
{
    /// <summary>A range whose value starts with "g" keeps so many keys below it free.</summary>
    private const ulong Guard = 3;

    [Theory]
    [InlineData(1, 64, 8)]
    [InlineData(2, 600, 4)]
    [InlineData(3, 4000, 3)]
    [InlineData(4, 4000, 400)]
    [InlineData(5, 20000, 6)]
    public void Agrees_with_the_oracle_over_random_changes(int seed, int size, int longest)
    {
        var random = new Random(seed);
        var pair = new Pair(size);
        for (var step = 0; step < 3000; step++)
        {
            var start = random.Next(size - 1);
            var end = start + 1 + random.Next(Math.Min(longest, size - start - 1) + 1);
            pair.Apply(start, Math.Min(end, size), random.Next(10) < (step / 1000 % 2 == 0 ? 7 : 3), random.Next(4) == 0);
            pair.Tree.CheckStructure();
            pair.CompareAt(random.Next(size));
            pair.CompareAt(Math.Clamp(start + random.Next(-30, 30), 0, size - 1));
            if (step % 50 == 0)
            {
                pair.CompareAll();
            }

            pair.ComparePlacement(random);
        }

        Assert.True(size < 4000 || longest > 10 || pair.Highest >= 2, $"the tree was only {pair.Highest} levels high: the seed tests too little");
    }

    [Fact]
    public void Agrees_with_the_oracle_over_generated_changes()
    {
        const int Size = 300;
        var change =
            from start in Gen.Choose(0, Size - 1)
            from length in Gen.Frequency((6, Gen.Choose(1, 3)), (2, Gen.Choose(1, 40)), (1, Gen.Choose(1, Size)))
            from store in Gen.Frequency((2, Gen.Constant(true)), (1, Gen.Constant(false)))
            select (Start: start, End: Math.Min(start + length, Size), Store: store);
        Prop.ForAll(
            Gen.ListOf(change).ToArbitrary(),
            changes =>
            {
                var pair = new Pair(Size);
                foreach (var (start, end, store) in changes)
                {
                    pair.Apply(start, end, store, guarded: false);
                    pair.Tree.CheckStructure();
                }

                pair.CompareAll();
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithStartSize(20).WithEndSize(400));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Fills_and_empties_in_order(bool ascending)
    {
        const int Ranges = 3000;
        var pair = new Pair(Ranges * 2);
        foreach (var i in InOrder(Ranges, ascending))
        {
            pair.Apply(i * 2, (i * 2) + 1, store: true, guarded: false);
        }

        pair.CompareAll();
        pair.Tree.CheckStructure();
        foreach (var i in InOrder(Ranges, !ascending))
        {
            pair.Apply(i * 2, (i * 2) + 1, store: false, guarded: false);
            pair.Tree.CheckStructure();
        }

        Assert.Equal(0, pair.Tree.Count);
        Assert.Equal(0, pair.Tree.TestHookHeight);
    }

    /// <summary>Look-ups under the writer's lock begin at the leaf of the last change, and nodes remember the largest hole elsewhere: right also when the changes
    /// come back to a place, go beside it and replace nodes above it.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Agrees_with_the_oracle_where_changes_come_back_to_a_place(int seed)
    {
        const int Size = 6000;
        var random = new Random(seed);
        var pair = new Pair(Size);
        for (var i = 0; i < Size - 8; i += 2 + random.Next(5))
        {
            pair.Apply(i, i + 1, store: true, guarded: false);
        }

        for (var step = 0; step < 300; step++)
        {
            var place = random.Next(Size - 40);
            for (var visit = random.Next(1, 8); visit > 0; visit--)
            {
                var start = place + random.Next(random.Next(4) == 0 ? 30 : 3);
                pair.Apply(start, start + random.Next(1, random.Next(6) == 0 ? 40 : 4), visit % 2 == 0, guarded: false);
                pair.Tree.CheckStructure();
                pair.CompareAt(start);
                pair.CompareAt(Math.Max(0, start - random.Next(20)));
                pair.ComparePlacement(random);
            }
        }

        Assert.True(pair.Highest >= 2, $"the tree was only {pair.Highest} levels high: the test shows too little");
    }

    private static IEnumerable<int> InOrder(int count, bool ascending) =>
        ascending ? Enumerable.Range(0, count) : Enumerable.Range(0, count).Reverse();

    private readonly struct GuardPolicy : IGapPolicy<string>
    {
        public ulong EffectiveStart(ulong start, string value) => value[0] == 'g' ? start - Math.Min(start, Guard) : start;
    }

    /// <summary>The tree and its oracle, changed together.</summary>
    private sealed class Pair(int size)
    {
        private readonly RangeModel _model = new(size);
        private int _made;

        internal RangeTree<string> Tree { get; } = new(new RcuDomain("test"));

        internal int Highest { get; private set; }

        internal void Apply(int start, int end, bool store, bool guarded)
        {
            Assert.True(Tree.TryReserve());
            var made = Tree.TestHookNodesMade;
            if (store)
            {
                var value = (guarded ? "g" : "v") + _made++;
                _model.Set(start, end, value);
                Tree.Store((ulong)start, (ulong)end, value);
            }
            else
            {
                _model.Set(start, end, null);
                Tree.Erase((ulong)start, (ulong)end);
            }

            Assert.Equal(made, Tree.TestHookNodesMade);
            Highest = Math.Max(Highest, Tree.TestHookHeight);
        }

        internal void CompareAll()
        {
            var expected = _model.Ranges().ToList();
            var actual = new List<(ulong, ulong, string)>();
            foreach (var entry in Tree)
            {
                actual.Add((entry.Start, entry.End, entry.Value));
            }

            Assert.Equal(expected, actual);
            Assert.Equal(expected.Count, Tree.Count);
        }

        internal void CompareAt(int key)
        {
            var addr = (ulong)key;
            Assert.Same(_model.At(key), Tree.Lookup(addr));
            Assert.Same(_model.At(key), Tree.LookupLocked(addr));
            var next = _model.Ranges().FirstOrDefault(r => r.End > addr);
            Assert.Same(next.Value, Tree.FindLocked(addr));
            Assert.Same(next.Value, Tree.Find(addr, out var start, out var end));
            Assert.Equal((next.Start, next.End), (start, end));
            var previous = _model.Ranges().LastOrDefault(r => r.Start < addr);
            Assert.Same(previous.Value, Tree.PreviousLocked(addr));
            Assert.Same(previous.Value, Tree.Previous(addr, out start, out end));
            Assert.Equal((previous.Start, previous.End), (start, end));
            var to = Math.Min(addr + 20, (ulong)_model.Size);
            Assert.Equal(next.Value is null || next.Start >= to, to <= addr || Tree.IsFree(addr, to));
            var within = new List<string>();
            foreach (var entry in Tree.InRange(addr, to))
            {
                within.Add(entry.Value);
            }

            Assert.Equal(_model.Ranges().Where(r => r.End > addr && r.Start < to).Select(r => r.Value), within);
        }

        internal void ComparePlacement(Random random)
        {
            var length = (ulong)random.Next(1, 12);
            var low = (ulong)random.Next(_model.Size);
            var high = (ulong)random.Next(_model.Size + 30);
            var mask = random.Next(3) == 0 ? (1UL << random.Next(4)) - 1 : 0;
            var offset = (ulong)random.Next(8);
            ulong Below(string value) => value[0] == 'g' ? Guard : 0;

            var down = Tree.FindGapTopDown(length, low, high, mask, offset, out var addr, default(GuardPolicy));
            Assert.Equal(_model.Place(length, low, high, mask, offset, topDown: true, Below), down ? addr : null);
            var up = Tree.FindGapBottomUp(length, low, high, mask, offset, out addr, default(GuardPolicy));
            Assert.Equal(_model.Place(length, low, high, mask, offset, topDown: false, Below), up ? addr : null);
        }
    }
}
