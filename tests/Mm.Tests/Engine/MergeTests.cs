namespace Mm.Tests.Engine;

/// <summary>When neighbours become one mapping. Above each case the window before and after, a letter for a mapping, a dot for a hole, * for the new
/// range.</summary>
public sealed class MergeTests
{
    // AAA***BBB -> AAAAAAAAA
    [Fact]
    public void ANewRangeThatFillsTheGapJoinsBoth()
    {
        using EngineFixture f = new();
        f.Map(0, 3);
        f.Map(6, 3);
        f.Map(3, 3);
        Assert.Equal("0-9 rw-p", f.Layout());
        Assert.Equal(1, f.Mm.Counters.MapCount);
    }

    // AAA***... -> AAAAAA...
    [Fact]
    public void ANewRangeExtendsTheOneBefore()
    {
        using EngineFixture f = new();
        f.Map(0, 3);
        f.Map(3, 3);
        Assert.Equal("0-6 rw-p", f.Layout());
    }

    // ...***AAA -> ...AAAAAA
    [Fact]
    public void ANewRangeExtendsTheOneAfterDownwards()
    {
        using EngineFixture f = new();
        f.Map(6, 3);
        f.Map(3, 3);
        Assert.Equal("3-9 rw-p", f.Layout());
    }

    // AAA***BBB, A and B have pages of their own -> AAAAAABBB
    [Fact]
    public void OnlyTheLeftJoinsWhereTheTwoHaveDifferentAnonVmas()
    {
        using EngineFixture f = new();
        f.Map(0, 3);
        f.Map(6, 3);
        f.Store(0, 1);
        f.Store(6, 1);
        f.Map(3, 3);
        Assert.Equal("0-6 rw-p, 6-9 rw-p", f.Layout());
    }

    // AAA***BBB with other rights -> AAA***BBB
    [Theory]
    [InlineData(Prot.Read)]
    [InlineData(Prot.None)]
    [InlineData(Prot.ReadWrite | Prot.Exec)]
    public void OtherRightsDoNotJoin(Prot prot)
    {
        using EngineFixture f = new();
        f.Map(0, 3);
        f.Map(6, 3);
        f.Map(3, 3, prot);
        Assert.Equal(3, f.Mm.Counters.MapCount);
    }

    [Theory]
    [InlineData(MapFlags.NoReserve)]
    [InlineData(MapFlags.GrowsDown)]
    [InlineData(MapFlags.Locked)]
    [InlineData(MapFlags.Stack)]
    public void OtherFlagsDoNotJoin(MapFlags more)
    {
        using EngineFixture f = new();
        f.Map(0, 3);
        f.Map(3, 3, Prot.ReadWrite, more);
        Assert.Equal(2, f.Mm.Counters.MapCount);
    }

    // case 4: PPPPNNNN, the tail of P becomes as N -> PPNNNNNN
    [Fact]
    public void TheTailGoesToTheNext()
    {
        using EngineFixture f = new();
        f.Map(0, 4);
        f.Map(4, 4, Prot.Read);
        Assert.Equal(0, f.Protect(2, 2, Prot.Read | Prot.Write));
        Assert.Equal("0-4 rw-p, 4-8 r--p", f.Layout());
        f.Map(0, 4, Prot.None);
        Assert.Equal(0, f.Protect(2, 2, Prot.Read));
        Assert.Equal("0-2 ---p, 2-8 r--p", f.Layout());
    }

    // case 5: PPPPCCCC, the head of C becomes as P -> PPPPPPCC
    [Fact]
    public void TheHeadGoesToThePrevious()
    {
        using EngineFixture f = new();
        f.Map(0, 4, Prot.Read);
        f.Map(4, 4, Prot.None);
        Assert.Equal(0, f.Protect(4, 2, Prot.Read));
        Assert.Equal("0-6 r--p, 6-8 ---p", f.Layout());
    }

    // case 6: PPPPCCCCNNNN, all of C becomes as P and N -> PPPPPPPPPPPP
    [Fact]
    public void TheWholeMiddleJoinsBoth()
    {
        using EngineFixture f = new();
        f.Map(0, 12, Prot.Read);
        Assert.Equal(0, f.Protect(4, 4, Prot.None));
        Assert.Equal("0-4 r--p, 4-8 ---p, 8-12 r--p", f.Layout());
        Assert.Equal(0, f.Protect(4, 4, Prot.Read));
        Assert.Equal("0-12 r--p", f.Layout());
    }

    // case 7: PPPPCCCCNNNN, all of C becomes as P -> PPPPPPPPNNNN
    [Fact]
    public void TheWholeMiddleJoinsThePrevious()
    {
        using EngineFixture f = new();
        f.Map(0, 4, Prot.Read);
        f.Map(4, 4, Prot.None);
        f.Map(8, 4, Prot.ReadWrite);
        Assert.Equal(0, f.Protect(4, 4, Prot.Read));
        Assert.Equal("0-8 r--p, 8-12 rw-p", f.Layout());
    }

    // case 8: PPPPCCCCNNNN, all of C becomes as N -> PPPPNNNNNNNN
    [Fact]
    public void TheWholeMiddleJoinsTheNext()
    {
        using EngineFixture f = new();
        f.Map(0, 4, Prot.ReadWrite);
        f.Map(4, 4, Prot.None);
        f.Map(8, 4, Prot.Read);
        Assert.Equal(0, f.Protect(4, 4, Prot.Read));
        Assert.Equal("0-4 rw-p, 4-12 r--p", f.Layout());
    }

    // PPPPPPPPPP with a hole of other rights -> PPPP**PPPP, and back
    [Fact]
    public void AChangeInTheMiddleSplitsInThreeAndItsUndoingJoinsAgain()
    {
        using EngineFixture f = new();
        f.Map(0, 10);
        Assert.Equal(0, f.Protect(4, 2, Prot.Read | Prot.Write | Prot.Exec));
        Assert.Equal(3, f.Mm.Counters.MapCount);
        Assert.Equal(0, f.Protect(4, 2, Prot.ReadWrite));
        Assert.Equal("0-10 rw-p", f.Layout());
    }

    // RW -> R -> the charge of an unfaulted part is given back, that of a faulted part is kept: the two do not join
    [Fact]
    public void AFaultedAndAnUnfaultedPartDoNotJoinAfterLosingTheRightToWrite()
    {
        using EngineFixture f = new();
        f.Map(0, 4);
        Assert.Equal(0, f.Protect(2, 2, Prot.ReadWrite | Prot.Exec));
        f.Store(0, 1);
        Assert.Equal(0, f.Protect(0, 4, Prot.Read));
        Assert.Equal("0-2 r--p, 2-4 r--p", f.Layout());
    }

    // a forked child's mappings take no stranger's pages; the parent's still do
    [Fact]
    public void AChildsMappingDoesNotJoinANewNeighbour()
    {
        using EngineFixture f = new();
        f.Map(0, 2);
        f.Store(0, 1);
        using (MmStruct child = f.Mm.Fork(out _)!)
        {
            child.Mmap(EngineFixture.At(2), 2 * EngineFixture.Page, Prot.ReadWrite, MapFlags.Private | MapFlags.Anonymous | MapFlags.Fixed);
            Assert.Equal(2, child.Counters.MapCount);
            child.VerifyInvariants();
        }
        f.Map(2, 2);
        Assert.Equal(1, f.Mm.Counters.MapCount);
    }

    // AAAA moved away and back joins what was left of it
    [Fact]
    public void MovingBackJoinsAgain()
    {
        using EngineFixture f = new();
        f.Map(0, 6);
        f.Store(3, 9);
        const MremapFlags Move = MremapFlags.MayMove | MremapFlags.Fixed;
        ulong two = 2 * EngineFixture.Page;
        Assert.Equal((long)EngineFixture.At(20), f.Mm.Mremap(EngineFixture.At(2), two, two, Move, EngineFixture.At(20)));
        Assert.Equal("0-2 rw-p, 4-6 rw-p, 20-22 rw-p", f.Layout());
        Assert.Equal((long)EngineFixture.At(2), f.Mm.Mremap(EngineFixture.At(20), two, two, Move, EngineFixture.At(2)));
        Assert.Equal("0-6 rw-p", f.Layout());
        Assert.Equal(9, f.Load(3));
    }

    [Fact]
    public void NamesStopAMerge()
    {
        using EngineFixture f = new();
        f.Map(0, 4);
        Assert.Equal(0, f.Mm.SetAnonName(EngineFixture.At(2), 2 * EngineFixture.Page, "x"));
        Assert.Equal(2, f.Mm.Counters.MapCount);
        Assert.Equal(0, f.Mm.SetAnonName(EngineFixture.At(2), 2 * EngineFixture.Page, null));
        Assert.Equal(1, f.Mm.Counters.MapCount);
    }
}
