using System.Text;
using MunmapLab.Replay;
using MunmapLab.Traces;

namespace Mm.Lab.Tests.Replay;

public sealed class RecordingIndexTests
{
    [Theory]
    [InlineData("python.strace.gz", 5, 1)]
    [InlineData("gxx.strace.gz", 3, 3)]
    [InlineData("java_gc.strace.gz", 24, 1)]
    [InlineData("node.strace.gz", 7, 1)]
    public void CountsTasksAndPrograms(string file, int tasks, int programs)
    {
        using RecordingText text = RecordingText.Open(Recordings.PathOf(file));
        RecordingIndex index = RecordingIndex.Build(text);

        Assert.Equal((tasks, programs), (index.Tasks, index.Execs));
    }

    [Fact]
    public void KnowsWhoseChildATaskIsAndHow()
    {
        RecordingIndex index = Build(
            """
            1 1.000000 execve("/a", ["a"], 0x1 /* 0 vars */) = 0 <0.1>
            1 1.000000 clone3({flags=CLONE_VM|CLONE_THREAD, exit_signal=0} => {parent_tid=[2]}, 88) = 2 <0.1>
            1 1.000000 vfork( <unfinished ...>
            3 1.000000 execve("/b", ["b"], 0x1 /* 0 vars */) = 0 <0.1>
            1 1.000000 <... vfork resumed>) = 3 <0.1>
            2 1.000000 clone(child_stack=NULL, flags=CLONE_CHILD_CLEARTID|SIGCHLD) = 4 <0.1>
            2 1.000000 fork() = -1 EAGAIN (Resource temporarily unavailable) <0.1>
            """);

        Assert.False(index.TryTakeBirth(1, out _, out _));
        AssertBorn(index, 2, 1, Birth.Thread);
        AssertBorn(index, 3, 1, Birth.SharesUntilExec);
        AssertBorn(index, 4, 2, Birth.Fork);
        Assert.False(index.TryTakeBirth(2, out _, out _));
    }

    [Fact]
    public void KnowsWhereHeapsStart()
    {
        RecordingIndex index = Build(
            """
            1 1.000000 execve("/a", ["a"], 0x1 /* 0 vars */) = 0 <0.1>
            1 1.000000 brk(NULL) = 0x5000 <0.1>
            1 1.000000 brk(0x7000) = 0x7000 <0.1>
            1 1.000000 brk(NULL) = 0x7000 <0.1>
            1 1.000000 execve("/b", ["b"], 0x1 /* 0 vars */) = 0 <0.1>
            1 1.000000 brk(NULL) = 0x9000 <0.1>
            """);

        Assert.True(index.TryGetHeapStart(1, 1, out ulong first));
        Assert.True(index.TryGetHeapStart(1, 2, out ulong second));
        Assert.False(index.TryGetHeapStart(1, 3, out _));
        Assert.Equal((0x5000UL, 0x9000UL), (first, second));
    }

    private static void AssertBorn(RecordingIndex index, int task, int parent, Birth birth)
    {
        Assert.True(index.TryTakeBirth(task, out int actualParent, out Birth actualBirth));
        Assert.Equal((parent, birth), (actualParent, actualBirth));
    }

    private static RecordingIndex Build(string lines)
    {
        IEnumerable<string> ends = lines.Split('\n').Select(l => l.Split(' ')[0]).Distinct().Select(t => $"{t} 2.000000 +++ exited with 0 +++");
        string whole = lines + "\n" + string.Join('\n', ends) + "\n";
        using RecordingText text = RecordingText.FromStream("t", new MemoryStream(Encoding.UTF8.GetBytes(whole)));
        return RecordingIndex.Build(text);
    }
}
