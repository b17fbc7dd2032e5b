namespace Mm.Lab.Tests.CommandLine;

/// <summary>What cannot be understood or done is refused before anything runs: one line on standard error, exit code 64.</summary>
public sealed class BadCommandLineTests
{
    [Theory]
    [InlineData("foo", "unknown command 'foo'; there are compare, replay, ")]
    [InlineData("comprae", "unknown command 'comprae'; the nearest is 'compare'")]
    [InlineData("--size 3G", "unknown option '--size'; it belongs to 'mmlab compare'")]
    [InlineData("compare --sise 3G", "unknown option '--sise'; the nearest is '--size'")]
    [InlineData("compare --kernel", "unknown option '--kernel'")]
    [InlineData("compare extra", "'extra'")]
    [InlineData("compare --size", "'--size'")]
    [InlineData("compare --size 1G --size 2G", "'--size'")]
    [InlineData("compare --size -1G", "the size -1G is negative")]
    [InlineData("compare --size 0", "nothing that could be unmapped")]
    [InlineData("compare --size 80X", "'80X' is not a size")]
    [InlineData("compare --size 5000", "not a whole number of 4K pages")]
    [InlineData("compare --size 99999999999999999999G", "more than 64T")]
    [InlineData("compare --size 64T", "this machine has")]
    [InlineData("compare --page 3k", "unknown page kind '3k'; there are 4k, 2m, zero")]
    [InlineData("compare --strategy clasic", "unknown strategy 'clasic'; the nearest is 'classic'")]
    [InlineData("compare --strategy classic,", "unknown strategy ''")]
    [InlineData("compare --strategy classic,classic", "strategy 'classic' is named twice")]
    [InlineData("compare --fault per-vm", "unknown fault strategy 'per-vm'; the nearest is 'per-vma'")]
    [InlineData("compare --waiters fault,rad", "unknown waiter 'rad'; the nearest is 'read'")]
    [InlineData("compare --waiters fault,fault", "waiter 'fault' is named twice")]
    [InlineData("compare --runs 0", "--runs '0' is not a number from 1 to 1000")]
    [InlineData("compare --runs -3", "--runs '-3' is not a number from 1 to 1000")]
    [InlineData("compare --runs 99999999999", "--runs '99999999999' is not a number from 1 to 1000")]
    [InlineData("compare --runs many", "--runs 'many' is not a number from 1 to 1000")]
    [InlineData("compare --json /no/such/directory/a.json", "cannot be written: its directory does not exist")]
    [InlineData("compare @no-such-file", "no-such-file")]
    [InlineData("replay", "'TRACE'")]
    [InlineData("replay no-such-file", "'no-such-file' cannot be read: no such file")]
    [InlineData("replay .", "'.' cannot be read: it is a directory")]
    [InlineData("replay no-such-file --strategy xyz", "unknown strategy 'xyz'; there are ")]
    [InlineData("strategies extra", "'extra'")]
    [InlineData("conform --ops 0", "--ops '0' is not a number from 1 to ")]
    [InlineData("conform --ops many", "--ops 'many' is not a number from 1 to ")]
    [InlineData("conform --seed -1", "--seed '-1' is not a number from 0 to ")]
    [InlineData("conform --minimize maybe", "'maybe'")]
    [InlineData("conform --strategy clasic", "unknown strategy 'clasic'; the nearest is 'classic'")]
    [InlineData("conform --from no-such-file", "'no-such-file' cannot be read: no such file")]
    [InlineData("conform --from .", "'.' cannot be read: it is a directory")]
    [InlineData("conform --from no-such-file --ops 5", "--ops and --seed are for random ones")]
    [InlineData("conform extra", "'extra'")]
    public void IsRefusedInOneLine(string arguments, string reason) => LabRun.InProcess(arguments.Split(' ')).AssertRefused(64, reason);

    [Fact]
    public void AMapsFileThatIsNotThereIsRefused() =>
        LabRun.InProcess("replay", Recordings.PathOf("python.strace.gz"), "--maps", "no-such-file").AssertRefused(64, "no such file");

    [Fact]
    public void TheProcessEndsWithTheCode() => LabRun.AsProcess("compare", "--strategy", "clasic").AssertRefused(64, "the nearest is 'classic'");
}
