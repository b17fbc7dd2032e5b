using MunmapLab.Traces;

namespace Mm.Lab.Tests.Traces;

public sealed class StraceReaderTests
{
    private const string End = "1 2.000000 +++ exited with 0 +++\n";

    [Theory]
    [InlineData("python.strace.gz", 5, "mmap 393, munmap 313, mprotect 80, brk 74, mremap 44, clone3 4, madvise 4")]
    [InlineData("gxx.strace.gz", 3, "mmap 290, brk 122, mprotect 20, munmap 9, vfork 2, mremap 2, execve 11")]
    [InlineData("java_gc.strace.gz", 24, "mmap 633, mprotect 335, clone3 23, prctl 22, munmap 20, madvise 11, brk 4")]
    [InlineData("node.strace.gz", 7, "munmap 1165, mprotect 830, madvise 717, mmap 626, brk 318, clone3 6")]
    public void ReadsAsManyTasksAndCallsAsTheReadmeOfTheRecordingsStates(string file, int tasks, string calls)
    {
        List<TraceEvent> events = Recordings.ReadBytes(file, Recordings.Bytes(file));

        Assert.Equal(tasks, events.Select(e => e.Task).Distinct().Count());
        Assert.Equal(tasks, events.Count(e => e.Kind == TraceEventKind.TaskEnded));
        Dictionary<string, int> counted = events.Where(e => e.Kind == TraceEventKind.End).CountBy(e => e.Call!.Name).ToDictionary();
        foreach (string expected in calls.Split(", "))
        {
            string[] parts = expected.Split(' ');
            Assert.Equal((parts[0], int.Parse(parts[1])), (parts[0], counted[parts[0]]));
        }
    }

    [Theory]
    [InlineData("python.strace.gz")]
    [InlineData("gxx.strace.gz")]
    [InlineData("java_gc.strace.gz")]
    [InlineData("node.strace.gz")]
    public void EveryCallThatBeginsAloneReturnsLater(string file)
    {
        var begun = new HashSet<TraceCall>();
        foreach (TraceEvent e in Recordings.ReadBytes(file, Recordings.Bytes(file)))
        {
            if (e.Kind == TraceEventKind.Begin)
            {
                Assert.True(begun.Add(e.Call!));
            }
            else if (e.Kind == TraceEventKind.End)
            {
                Assert.Equal(e.Call!.StartLine != e.Call.EndLine, begun.Remove(e.Call));
                Assert.True(e.Call.IsComplete);
            }
        }

        Assert.Empty(begun);
    }

    [Fact]
    public void PlainTextReadsAsTheGzipDoes()
    {
        List<TraceEvent> plain = Recordings.Read(Recordings.Text("python.strace.gz"));
        List<TraceEvent> packed = Recordings.ReadBytes("t", Recordings.Bytes("python.strace.gz"));

        Assert.Equal(packed.Select(Describe), plain.Select(Describe));
    }

    [Fact]
    public void ReadsACall()
    {
        TraceCall call = Single("1 1795173591.851237 mmap(0x7f00, 2342912, PROT_READ|PROT_EXEC, MAP_PRIVATE|MAP_FIXED, 3</opt/a, b)>, 0xf5000)"
            + " = 0x7f24b2ef5000 <0.000018>\n");

        Assert.Equal("mmap", call.Name);
        Assert.Equal(1, call.Task);
        Assert.Equal(1795173591851237, call.StartMicros);
        Assert.Equal(["0x7f00", "2342912", "PROT_READ|PROT_EXEC", "MAP_PRIVATE|MAP_FIXED", "3</opt/a, b)>", "0xf5000"], call.Arguments);
        Assert.Equal(0x7f24b2ef5000, call.Result);
        Assert.True(call.Succeeded);
    }

    [Fact]
    public void JoinsTheTwoLinesOfACall()
    {
        List<TraceEvent> events = Recordings.Read(
            "1 1.000000 munmap(0x1000, 4096 <unfinished ...>\n"
            + "2 1.000001 brk(NULL) = 0x55ef6e813000 <0.000015>\n"
            + "1 1.000002 <... munmap resumed>) = 0 <0.000029>\n"
            + "2 2.000000 +++ killed by SIGKILL +++\n"
            + End);

        Assert.Equal(TraceEventKind.Begin, events[0].Kind);
        Assert.Equal(TraceEventKind.End, events[2].Kind);
        Assert.Same(events[0].Call, events[2].Call);
        Assert.Equal(["0x1000", "4096"], events[2].Call!.Arguments);
        Assert.Equal(0, events[2].Call!.Result);
        Assert.Equal(1, events[2].Call!.StartLine);
        Assert.Equal(3, events[2].Call!.EndLine);
    }

    [Fact]
    public void ArgumentsOfACallMayComeOnBothLines()
    {
        List<TraceEvent> events = Recordings.Read(
            "1 1.000000 clone3({flags=CLONE_VM, stack_size=0x7} <unfinished ...>\n"
            + "1 1.000002 <... clone3 resumed> => {parent_tid=[19289]}, 88) = 19289 <0.000115>\n"
            + End);

        Assert.Equal(["{flags=CLONE_VM, stack_size=0x7} => {parent_tid=[19289]}", "88"], events[1].Call!.Arguments);
        Assert.Equal(19289, events[1].Call!.Result);
    }

    [Theory]
    [InlineData("execve(\"/a\", [\"as\", \"x)\\\" ,y\"], 0x2f920ec0 /* 53 vars, many */) = -1 ENOENT (No such file or directory) (DELAYED) <0.000014>", "ENOENT")]
    [InlineData("mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, 3</a>, 0) = -1 ENOMEM (Cannot allocate memory) <0.000014>", "ENOMEM")]
    public void AFailedCallKeepsItsError(string text, string error)
    {
        TraceCall call = Single($"1 1.000000 {text}\n");

        Assert.Equal(error, call.Error);
        Assert.False(call.Succeeded);
    }

    [Theory]
    [InlineData("exit(0)         = ?", null)]
    [InlineData("brk(NULL) = 0x914e000 <0.000008>", 0x914e000L)]
    [InlineData("openat(AT_FDCWD</home/u>, \"x\", O_RDONLY) = 3</home/u/x y> <0.000008>", 3L)]
    [InlineData("mmap(NULL, 4096, PROT_READ, MAP_HUGETLB|21<<MAP_HUGE_SHIFT, -1, 0) = 0x1000", 0x1000L)]
    [InlineData("clone(child_stack=NULL, flags=SIGCHLD, child_tidptr=0x7f) = 4242 <0.1>", 4242L)]
    public void ReadsResults(string text, long? result)
    {
        TraceCall call = Single($"1 1.000000 {text}\n");

        Assert.Equal(result, call.Result);
        Assert.Null(call.Error);
    }

    [Fact]
    public void SignalsAndMessagesOfStraceAreNoCalls()
    {
        List<TraceEvent> events = Recordings.Read(
            "strace: Process 2 attached\n1 1.000000 --- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED} ---\n" + End);

        Assert.Equal([TraceEventKind.Signal, TraceEventKind.TaskEnded], events.Select(e => e.Kind));
    }

    private static TraceCall Single(string line) => Recordings.Read(line + End)[0].Call!;

    private static string Describe(TraceEvent e) => $"{e.Line} {e.Kind} {e.Task} {e.Call} {e.Call?.Result} {e.Call?.StartMicros}";
}
