using Mm.Tests.Engine;
using static Mm.Tests.Engine.EngineFixture;

namespace Mm.Tests.HugePages;

/// <summary>Huge pages that fork shared: the first writer splits its own entry and copies 4 KB; the last owner has the whole again. As Linux 6.18 showed.</summary>
public sealed class HugeForkTests
{
    private const int Huge = HugeFixture.Huge;

    [Fact]
    public void TheChildSharesItUntilItWrites()
    {
        using HugeFixture h = new();
        h.MapHuge(0, Huge);
        h.F.Store(5, 1);
        MmStruct child = h.Mm.Fork(out _)!;
        Assert.Equal("0-512 512/512", HugeFixture.Smaps(child));
        Assert.Equal("0-512 512/512", h.Smaps());
        Assert.Equal(1, HugeFixture.Load(child, 5));
        Assert.Equal(FaultOutcome.Ok, child.Write(At(5), [2]));
        Assert.Equal("0-512 512/0", HugeFixture.Smaps(child));
        Assert.Equal("0-512 512/512", h.Smaps());
        Assert.Equal((1, 2), (h.F.Load(5), HugeFixture.Load(child, 5)));
        Assert.Equal(Huge + 1, h.F.System.Frames.Used);
        child.VerifyInvariants();
        child.Dispose();

        // The parent is the last owner: no copy, and no split.
        Assert.Equal(FaultOutcome.Ok, h.F.Store(5, 3));
        Assert.Equal("0-512 512/512", h.Smaps());
        Assert.Equal(Huge, h.F.System.Frames.Used);
    }

    [Fact]
    public void TheParentCopiesWhileTheChildHasIt()
    {
        using HugeFixture h = new();
        h.MapHuge(0, Huge);
        h.F.Store(5, 1);
        using MmStruct child = h.Mm.Fork(out _)!;
        h.F.Store(5, 3);
        Assert.Equal("0-512 512/0", h.Smaps());
        Assert.Equal("0-512 512/512", HugeFixture.Smaps(child));
        Assert.Equal((3, 1), (h.F.Load(5), HugeFixture.Load(child, 5)));
        h.F.Unmap(0, Huge);

        // One frame is the child's alone, the others too by now.
        Assert.Equal(FaultOutcome.Ok, child.Write(At(6), [9]));
        Assert.Equal("0-512 512/512", HugeFixture.Smaps(child));
        Assert.Equal((1, 9), (HugeFixture.Load(child, 5), HugeFixture.Load(child, 6)));
        child.VerifyInvariants();
    }

    [Fact]
    public void ThreeSharers()
    {
        using HugeFixture h = new();
        h.MapHuge(0, Huge);
        h.F.Store(5, 1);
        using MmStruct child = h.Mm.Fork(out _)!;
        child.Write(At(7), [7]);
        using MmStruct grandchild = child.Fork(out _)!;
        using MmStruct other = h.Mm.Fork(out _)!;
        Assert.Equal("0-512 512/512", HugeFixture.Smaps(other));
        other.Write(At(5), [4]);
        grandchild.Write(At(5), [5]);
        Assert.Equal((1, 1, 5, 4), (h.F.Load(5), HugeFixture.Load(child, 5), HugeFixture.Load(grandchild, 5), HugeFixture.Load(other, 5)));
        Assert.Equal((0, 7, 7, 0), (h.F.Load(7), HugeFixture.Load(child, 7), HugeFixture.Load(grandchild, 7), HugeFixture.Load(other, 7)));
    }

    [Fact]
    public void TheZeroPageIsSharedToo()
    {
        using HugeFixture h = new();
        h.MapHuge(0, Huge);
        h.F.Load(0);
        using MmStruct child = h.Mm.Fork(out _)!;
        child.Write(At(0), [2]);
        Assert.Equal("0-512 512/512", HugeFixture.Smaps(child));
        Assert.Equal("0-512 0/0", h.Smaps());
        Assert.Equal(0, h.F.Load(0));
    }

    [Fact]
    public void ReadingFromOutsideDoesNotTearSharersApart()
    {
        using HugeFixture h = new();
        h.MapHuge(0, Huge);
        h.F.Store(5, 1);
        using MmStruct child = h.Mm.Fork(out _)!;
        byte[] one = new byte[1];
        Assert.Equal(1, child.ReadRemote(At(5), one));
        child.WriteRemote(At(5), [8]);
        Assert.Equal((1, 8), (h.F.Load(5), HugeFixture.Load(child, 5)));
    }

    /// <summary>Sharers split, write, drop and exit at the same time; each sees its own bytes, and no frame is lost or kept.</summary>
    [Fact]
    public void SharersDoNotDisturbEachOther()
    {
        using HugeFixture h = new();
        h.Mm.SkipInvariants = true;
        h.MapHuge(0, 4 * Huge);
        for (int round = 0; round < 20; round++)
        {
            for (int page = 0; page < 4 * Huge; page += 100)
                h.F.Store(page, (byte)(1 + round));
            MmStruct[] children = [h.Mm.Fork(out _)!, h.Mm.Fork(out _)!, h.Mm.Fork(out _)!];
            List<string> problems = [];
            Thread[] threads = new Thread[children.Length];
            for (int i = 0; i < children.Length; i++)
            {
                int number = i;
                threads[i] = new Thread(() => Work(children[number], number, (byte)(1 + round), problems));
                threads[i].Start();
            }
            for (int page = 0; page < 4 * Huge; page += 300)
                h.F.Store(page, 200);
            foreach (Thread thread in threads)
                thread.Join();
            Assert.Empty(problems);
            for (int page = 0; page < 4 * Huge; page += 100)
                Assert.Equal(page % 300 == 0 ? 200 : 1 + round, h.F.Load(page));
        }
    }

    private static void Work(MmStruct mm, int number, byte value, List<string> problems)
    {
        Random random = new(number);
        byte[] one = new byte[1];
        for (int i = 0; i < 60; i++)
        {
            int page = random.Next(4 * Huge / 100) * 100;
            mm.Read(At(page), one);
            if (one[0] != value && one[0] != 100 + number)
            {
                lock (problems)
                    problems.Add($"child {number} has {one[0]} in page {page}");
            }
            switch (random.Next(4))
            {
                case 0:
                    mm.Write(At(page), [(byte)(100 + number)]);
                    break;
                case 1:
                    mm.Mprotect(At(page), Page, Prot.Read);
                    mm.Mprotect(At(page), Page, Prot.ReadWrite);
                    break;
                default:
                    break;
            }
        }
        mm.Dispose();
    }
}
