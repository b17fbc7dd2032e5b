using Mm.Files;
using Mm.Tests.Engine;
using Mm.Userfault;
using static Mm.Tests.Engine.EngineFixture;

namespace Mm.Tests.Shortage;

/// <summary>An operation that allocates, and what is there before it.</summary>
/// <param name="Name">What it is.</param>
/// <param name="MayLose">It takes something away before it can fail, as the kernel does: what the range held need not be there afterwards.</param>
/// <param name="Prepare">Sets it up; what it returns, the operation gets.</param>
/// <param name="Run">The operation: not negative, or a negated error number; a signal as <see cref="ShortScenario.Of"/> says.</param>
internal sealed record ShortScenario(string Name, bool MayLose, Func<EngineFixture, object?> Prepare, Func<EngineFixture, object?, long> Run)
{
    private const int Huge = 512;
    private const MremapFlags KeepingMove = MremapFlags.MayMove | MremapFlags.Fixed | MremapFlags.DontUnmap;

    /// <summary>Scenarios whose steps depend on how ranges are unmapped.</summary>
    internal static readonly ShortScenario[] OfUnmapping =
    [
        Plain("munmap in the middle", true, f => Fill(f, 0, 8), f => f.Unmap(2, 3)),
        Plain("munmap over mappings", true, f => Mixed(f), f => f.Unmap(1, 9)),
        Plain("mmap over the middle", true, f => Fill(f, 0, 8), f => f.Map(2, 3, Prot.Read)),
        Plain("mmap over mappings, populated", true, f => Mixed(f), f => f.Map(1, 9, Prot.ReadWrite, MapFlags.Populate)),
        Plain("mremap onto mappings", true, f => Mixed(f), f => Remap(f, 0, 2, 2, MremapFlags.MayMove | MremapFlags.Fixed, 5)),
        Plain("mremap to less", true, f => Fill(f, 0, 8), f => Remap(f, 0, 8, 3, MremapFlags.None)),
        Plain("brk back", true, f => Heap(f, 8), f => f.Mm.Brk(f.Mm.StartBrk + (2 * Page)) == (long)(f.Mm.StartBrk + (2 * Page)) ? 0 : -Errno.ENOMEM),
        Plain("munmap of a part of a huge page", true, HugePage, f => f.Unmap(10, 20)),
    ];

    /// <summary>The others.</summary>
    internal static readonly ShortScenario[] Others =
    [
        Plain("mmap", false, Nothing, f => f.Map(100, 4)),
        Plain("mmap, populated", false, Nothing, f => f.Map(100, 4, Prot.ReadWrite, MapFlags.Populate)),
        Plain("mmap, locked", false, Nothing, f => f.Map(100, 4, Prot.ReadWrite, MapFlags.Locked)),
        Plain("mmap, shared and populated", false, Nothing, f => MapPopulated(f, MapFlags.Shared | MapFlags.Anonymous)),
        new("mmap of a file, populated", false, File, (f, file) => MapPopulated(f, MapFlags.Private, (MmFile)file!)),
        Plain("mprotect in the middle", false, f => Fill(f, 0, 8), f => f.Protect(2, 3, Prot.Read)),
        Plain("mprotect that joins", false, f => Mixed(f), f => f.Protect(3, 3, Prot.Read)),
        Plain("mremap in place", false, f => Fill(f, 0, 4), f => Remap(f, 0, 4, 12, MremapFlags.None)),
        Plain("mremap elsewhere", true, f => Fill(f, 0, 4), f => Remap(f, 0, 4, 4, MremapFlags.MayMove | MremapFlags.Fixed, 2000)),
        Plain("mremap elsewhere and more", true, f => Fill(f, 0, 4), f => Remap(f, 0, 4, 9, MremapFlags.MayMove | MremapFlags.Fixed, 2000)),
        Plain("mremap that leaves the mapping", true, f => Fill(f, 0, 8), f => Remap(f, 2, 4, 4, KeepingMove, 2000)),
        Plain("mremap back to where it joins", false, CutOut, f => Remap(f, 0, 4, 4, MremapFlags.MayMove | MremapFlags.Fixed, Huge)),
        Plain("mremap of several", true, f => Mixed(f), f => Remap(f, 0, 10, 10, MremapFlags.MayMove | MremapFlags.Fixed, 2000)),
        Plain("mremap of a part of a huge page", true, HugePage, f => Remap(f, 10, 20, 20, MremapFlags.MayMove | MremapFlags.Fixed, 2000)),
        Plain("madvise that splits", false, f => Fill(f, 0, 8), f => Advise(f, 2, 3, Advice.Random)),
        Plain("populate for writing", false, f => f.Map(0, 8), f => Advise(f, 0, 8, Advice.PopulateWrite)),
        Plain("populate for reading", false, f => f.Map(0, 8), f => Advise(f, 0, 8, Advice.PopulateRead)),
        Plain("guards", true, f => f.Map(0, 8), f => Advise(f, 1, 4, Advice.GuardInstall)),
        Plain("collapse", false, f => Fill(f, 0, 600), f => Advise(f, 0, Huge, Advice.Collapse)),
        Plain("mlock in the middle", false, f => f.Map(0, 8), f => f.Mm.Mlock(At(2), 3 * Page)),
        Plain("mlock on fault", false, f => Fill(f, 0, 8), f => f.Mm.Mlock2(At(2), 3 * Page, MlockFlags.OnFault)),
        Plain("mlockall", false, f => Mixed(f), f => f.Mm.Mlockall(MlockallFlags.Current)),
        Plain("brk", false, f => Heap(f, 2), f => f.Mm.Brk(f.Mm.StartBrk + (20 * Page)) == (long)(f.Mm.StartBrk + (20 * Page)) ? 0 : -Errno.ENOMEM),
        Plain("mseal in the middle", false, f => Fill(f, 0, 8), f => f.Mm.Mseal(At(2), 3 * Page)),
        Plain("a name in the middle", false, f => Fill(f, 0, 8), f => f.Mm.SetAnonName(At(2), 3 * Page, "name")),
        Plain("fork", false, f => Mixed(f), Fork),
        Plain("fork with a huge page", false, HugePage, Fork),
        new("copy after fork", false, Forked, (f, _) => Of(f.Store(3, 77))),
        Plain("first store", false, f => f.Map(0, 8), f => Of(f.Store(3, 77))),
        Plain("first load", false, f => f.Map(0, 8), f => Of(f.Mm.Touch(At(3), AccessKind.Read))),
        Plain("store after load", false, f => Loaded(f), f => Of(f.Store(3, 77))),
        Plain("store that grows a stack", false, f => f.Map(1000, 2, Prot.ReadWrite, MapFlags.GrowsDown), f => f.Store(990, 7).IsOk ? 0 : -Errno.ENOMEM),
        Plain("store into a huge page", false, AdvisedHuge, f => Of(f.Store(3, 77))),
        Plain("mprotect of a part of a huge page", false, HugePage, f => f.Protect(10, 20, Prot.Read)),
        new("load from a file", false, MappedFile, (f, _) => Of(f.Mm.Touch(At(102), AccessKind.Read))),
        new("store to a private file", false, MappedFile, (f, _) => Of(f.Store(102, 5))),
        new("store to a shared file", false, MappedFile, (f, _) => Of(f.Store(111, 5))),
        new("read a file", false, File, (_, file) => ((MmFile)file!).Mapping.Read(0, new byte[3 * (int)Page])),
        new("write a file", false, File, (_, file) => ((MmFile)file!).Mapping.Write(10, new byte[3 * (int)Page])),
        Plain("remote write", false, f => f.Map(0, 8), f => f.Mm.WriteRemote(At(1), new byte[3 * (int)Page])),
        Plain("remote read", false, f => f.Map(0, 8), f => f.Mm.ReadRemote(At(1), new byte[3 * (int)Page])),
        new("userfaultfd, register", false, f => Watch(f, 0), (f, u) => ((Userfaultfd)u!).Register(At(2), 3 * Page, UserfaultModes.Missing, out _)),
        new("userfaultfd, copy", false, f => Watch(f, 8), (f, u) => ((Userfaultfd)u!).Copy(At(2), new byte[3 * (int)Page], UserfaultFillModes.None, out _)),
        new("userfaultfd, zero", false, f => Watch(f, 8), (f, u) => ((Userfaultfd)u!).ZeroPage(At(2), 3 * Page, UserfaultFillModes.None, out _)),
    ];

    /// <summary>An access as a number: 0, or -ENOMEM for the signal that kills for memory; no other may come.</summary>
    internal static long Of(FaultOutcome outcome)
    {
        if (outcome.IsOk)
            return 0;
        Assert.Equal(FaultOutcome.OutOfMemory, outcome);
        return -Errno.ENOMEM;
    }

    public override string ToString() => Name;

    private static ShortScenario Plain(string name, bool mayLose, Action<EngineFixture> prepare, Func<EngineFixture, long> run) =>
        new(name, mayLose, f =>
        {
            prepare(f);
            return null;
        }, (f, _) => run(f));

    private static void Nothing(EngineFixture f)
    {
    }

    private static void Fill(EngineFixture f, int page, int pages, Prot prot = Prot.ReadWrite)
    {
        f.Map(page, pages);
        for (int i = 0; i < pages; i++)
            Assert.Equal(FaultOutcome.Ok, f.Store(page + i, (byte)(1 + page + i)));
        f.Protect(page, pages, prot);
    }

    /// <summary>AA.rBB.sCC, a hole between two, kinds beside each other.</summary>
    private static void Mixed(EngineFixture f)
    {
        Fill(f, 0, 2);
        Fill(f, 3, 1, Prot.Read);
        Fill(f, 4, 2);
        f.Mm.Mmap(At(7), Page, Prot.ReadWrite, MapFlags.Shared | MapFlags.Anonymous | MapFlags.Fixed);
        f.Store(7, 9);
        Fill(f, 8, 2);
    }

    private static void HugePage(EngineFixture f)
    {
        AdvisedHuge(f);
        f.Store(3, 44);
        f.Store(15, 45);
    }

    /// <summary>A part is cut out where a page table begins, and gets a page elsewhere: moved back it joins both sides, and needs a table.</summary>
    private static void CutOut(EngineFixture f)
    {
        f.Map(Huge - 10, 30);
        f.Store(Huge - 10, 1);
        Remap(f, Huge, 4, 4, MremapFlags.MayMove | MremapFlags.Fixed, 0);
        f.Store(1, 2);
    }

    private static void AdvisedHuge(EngineFixture f)
    {
        f.Map(0, Huge);
        Advise(f, 0, Huge, Advice.HugePage);
    }

    private static void Heap(EngineFixture f, int pages)
    {
        Assert.Equal((long)(f.Mm.StartBrk + ((ulong)pages * Page)), f.Mm.Brk(f.Mm.StartBrk + ((ulong)pages * Page)));
        for (int i = 0; i < pages; i++)
            f.Mm.Write(f.Mm.StartBrk + ((ulong)i * Page), [5]);
    }

    private static void Loaded(EngineFixture f)
    {
        f.Map(0, 8);
        f.Mm.Touch(At(3), AccessKind.Read);
    }

    private static long MapPopulated(EngineFixture f, MapFlags flags, MmFile? file = null) =>
        f.Mm.Mmap(At(100), 4 * Page, Prot.ReadWrite, flags | MapFlags.Fixed | MapFlags.Populate, file);

    private static MmFile File(EngineFixture f) =>
        new(new AddressSpace(f.System, 8 * Page, "/tmp/file", reader: static index => [(byte)(index + 1)]));

    private static object MappedFile(EngineFixture f)
    {
        MmFile file = File(f);
        f.Mm.Mmap(At(100), 8 * Page, Prot.ReadWrite, MapFlags.Private | MapFlags.Fixed, file);
        f.Mm.Mmap(At(108), 8 * Page, Prot.ReadWrite, MapFlags.Shared | MapFlags.Fixed, file);
        return file;
    }

    private static object Forked(EngineFixture f)
    {
        Fill(f, 0, 8);
        return f.Mm.Fork(out _)!;
    }

    private static long Fork(EngineFixture f)
    {
        MmStruct? child = f.Mm.Fork(out long error);
        child?.VerifyInvariants();
        child?.Dispose();
        return error;
    }

    private static object Watch(EngineFixture f, int registered)
    {
        f.Map(0, 8);
        Assert.Equal(0, f.Mm.CreateUserfaultfd(UserfaultfdFlags.NonBlock, out Userfaultfd? uffd));
        Assert.Equal(0, uffd!.Api(0xAA, UserfaultFeatures.Sigbus, out _, out _));
        if (registered != 0)
            Assert.Equal(0, uffd.Register(At(0), (ulong)registered * Page, UserfaultModes.Missing, out _));
        return uffd;
    }

    private static long Advise(EngineFixture f, int page, int pages, Advice advice) => f.Mm.Madvise(At(page), (ulong)pages * Page, advice);

    private static long Remap(EngineFixture f, int page, int pages, int newPages, MremapFlags flags, int to = 0) =>
        f.Mm.Mremap(At(page), (ulong)pages * Page, (ulong)newPages * Page, flags, At(to));
}
