using Mm.Frames;
using Mm.PageTables;
using Mm.Tlb;

namespace Mm.Tests.PageTables;

public class PageTableModelTests
{
    private const ulong Page = 4096;

    public static TheoryData<int, int, int, int> Shapes => new()
    {
        { 1, 1, 12, 200 },
        { 2, 2, 6, 300 },
        { 3, 9, 4, 1500 },
        { 4, 9, 5, 2200 },
    };

    /// <summary>Fills, empties, protects, moves and copies ranges at random, and compares every page with an oracle after each step.</summary>
    [Theory]
    [MemberData(nameof(Shapes))]
    public void Agrees_with_the_oracle(int seed, int indexBits, int levels, int pages)
    {
        using var machine = new Machine(frames: 40_000, new PagingGeometry(indexBits, levels));
        var random = new Random(seed);
        using var model = new Model(machine, pages);
        for (var step = 0; step < 400; step++)
        {
            var start = random.Next(pages);
            var count = random.Next(4) == 0 ? random.Next(1, pages - start + 1) : Math.Min(random.Next(1, 20), pages - start);
            switch (random.Next(8))
            {
                case 0 or 1:
                    model.Populate(start, count, (PageKind)random.Next(3), random.Next(2) == 0);
                    break;
                case 2:
                    model.Zap(start, count);
                    break;
                case 3:
                    model.Protect(start, count, random.Next(2) == 0);
                    break;
                case 4:
                    model.Move(start, random.Next(pages - count + 1), count);
                    break;
                case 5:
                    model.Fork();
                    break;
                case 6:
                    model.FreeEmptyTables(start, count);
                    break;
                default:
                    model.Touch(start, random);
                    break;
            }

            model.Compare();
        }
    }

    /// <summary>The expected state of each page.</summary>
    private sealed class Model(Machine machine, int pages) : IDisposable
    {
        private readonly PageTable _tables = new(machine.Pool);
        private readonly (Pfn Frame, bool Writable)?[] _expected = new (Pfn, bool)?[pages];

        internal void Populate(int start, int count, PageKind kind, bool writable)
        {
            var before = (((Pfn, bool)?[])_expected.Clone()).AsSpan(start, count).ToArray();
            var missing = before.Count(page => page is null);
            var mapped = _tables.Populate(At(start), At(start + count), PageProtection.Of(writable, execute: false), kind, 5, (ulong)start, out var reached);
            Assert.Equal((missing, At(start + count)), ((int)mapped, reached));
            for (var i = start; i < start + count; i++)
            {
                if (_expected[i] is null)
                {
                    var entry = _tables.TestHookGet(At(i));
                    Assert.Equal(kind == PageKind.Zero, entry.Frame == machine.Frames.ZeroPfn);
                    Assert.Equal(kind == PageKind.Zero, entry.IsSpecial);
                    _expected[i] = (entry.Frame, writable && kind != PageKind.Zero);
                }
            }
        }

        internal void Zap(int start, int count)
        {
            var gather = new MmuGather(_tables);
            Assert.Equal(_expected.AsSpan(start, count).ToArray().Count(page => page is not null), _tables.Zap(At(start), At(start + count), ref gather));
            gather.Finish();
            Array.Clear(_expected, start, count);
        }

        internal void Protect(int start, int count, bool writable)
        {
            var gather = new MmuGather(_tables);
            _tables.Protect(At(start), At(start + count), PageProtection.Read, exclusiveWritable: writable, ref gather);
            gather.Finish();
            for (var i = start; i < start + count; i++)
            {
                if (_expected[i] is { } page)
                {
                    _expected[i] = (page.Frame, writable && page.Frame != machine.Frames.ZeroPfn && machine.Frames.IsExclusive(page.Frame));
                }
            }
        }

        /// <summary>As mremap does: the target is emptied first.</summary>
        internal void Move(int from, int to, int count)
        {
            if (Math.Abs(from - to) < count)
            {
                return;
            }

            Zap(to, count);
            Assert.Equal((ulong)count * Page, _tables.Move(At(from), At(to), (ulong)count * Page));
            Array.Copy(_expected, from, _expected, to, count);
            Array.Clear(_expected, from, count);
        }

        /// <summary>A child comes, sees the same pages, and goes.</summary>
        internal void Fork()
        {
            using var child = new PageTable(machine.Pool);
            var gather = new MmuGather(_tables);
            Assert.True(_tables.TryCopyTo(child, 0, At(pages), copyOnWrite: true, ref gather));
            gather.Finish();
            for (var i = 0; i < pages; i++)
            {
                Assert.Equal(_expected[i]?.Frame ?? Pfn.None, child.TestHookGet(At(i)).Frame);
                if (_expected[i] is { } page)
                {
                    _expected[i] = (page.Frame, false);
                    Assert.True(page.Frame == machine.Frames.ZeroPfn || (machine.Frames.MapCount(page.Frame) == 2 && !machine.Frames.IsExclusive(page.Frame)));
                }
            }

            Assert.Equal(_tables.Rss.Total, child.Rss.Total);
            _tables.CheckTables();
            child.CheckTables();
        }

        /// <summary>Frees tables around an empty range, keeping the pages beside it as floor and ceiling.</summary>
        internal void FreeEmptyTables(int start, int count)
        {
            Zap(start, count);
            var floor = start;
            var ceiling = start + count;
            while (floor > 0 && _expected[floor - 1] is null)
            {
                floor--;
            }

            while (ceiling < pages && _expected[ceiling] is null)
            {
                ceiling++;
            }

            var gather = new MmuGather(_tables);
            _tables.FreeTables(At(floor), At(ceiling), At(floor), ceiling == pages ? machine.Pool.Geometry.AddressLimit : At(ceiling), ref gather);
            gather.Finish();
        }

        internal void Touch(int start, Random random)
        {
            for (var i = start; i < Math.Min(start + 30, pages); i++)
            {
                var write = random.Next(2) == 0;
                var permitted = _expected[i] is { } page && (!write || page.Writable);
                var result = machine.Access(_tables, random.Next(2), At(i), write ? TlbRights.Write : TlbRights.Read, pfn => pfn == _expected[i]!.Value.Frame);
                Assert.Equal(permitted ? TlbResult.Hit : TlbResult.Miss, result);
                if (permitted)
                {
                    var entry = _tables.TestHookGet(At(i));
                    Assert.True(entry.IsAccessed && (!write || entry.IsDirty));
                }
            }
        }

        internal void Compare()
        {
            for (var i = 0; i < pages; i++)
            {
                var entry = _tables.TestHookGet(At(i));
                Assert.Equal(_expected[i] is not null, entry.IsMapped);
                if (_expected[i] is { } page)
                {
                    Assert.Equal((i, page.Frame, page.Writable), (i, entry.Frame, entry.IsWritable));
                }
            }

            var own = _expected.Count(page => page is { } it && it.Frame != machine.Frames.ZeroPfn);
            Assert.Equal((own, own), ((int)_tables.Rss.Anon, (int)machine.Frames.Used));
            _tables.CheckTables();
        }

        public void Dispose() => _tables.Dispose();

        private static ulong At(int page) => (ulong)page * Page;
    }
}
