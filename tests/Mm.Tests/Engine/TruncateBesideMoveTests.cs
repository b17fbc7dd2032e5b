using Mm.Files;
using static Mm.Tests.Engine.EngineFixture;

namespace Mm.Tests.Engine;

/// <summary>Truncation finds a file's pages through the reverse map while mremap moves them: none may be missed, or it would stay mapped for ever.</summary>
public sealed class TruncateBesideMoveTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(512)]
    public void NoPageIsMissed(int pages)
    {
        using EngineFixture f = new();
        f.Mm.SkipInvariants = true;
        ulong length = (ulong)pages * Page;
        MmFile file = new(new AddressSpace(f.System, length, "/file"));
        f.Mm.Mmap(At(0), length, Prot.Read, MapFlags.Shared | MapFlags.Fixed, file);
        bool stop = false;
        int moves = 0;
        Thread mover = new(() =>
        {
            (ulong from, ulong to) = (At(0), At(4096));
            while (!Volatile.Read(ref stop))
            {
                if (f.Mm.Mremap(from, length, length, MremapFlags.MayMove | MremapFlags.Fixed, to) == (long)to)
                    moves++;
                (from, to) = (to, from);
            }
        });
        mover.Start();
        int missed = 0;
        for (int round = 0; round < 300; round++)
        {
            file.Mapping.Truncate(length);
            for (int page = 0; page < pages; page += Math.Max(1, pages / 4))
            {
                f.Mm.Touch(At(page), AccessKind.Read);
                f.Mm.Touch(At(4096 + page), AccessKind.Read);
            }
            file.Mapping.Truncate(0);

            // Nothing brings a page in now: what is resident was missed.
            missed += f.Mm.Counters.RssFile == 0 ? 0 : 1;
        }
        Volatile.Write(ref stop, true);
        mover.Join();
        Assert.True(moves > 0);
        Assert.Equal(0, missed);
    }
}
