using System.Globalization;
using Mm.Conformance.Engine;
using Mm.Conformance.Kernel;
using Mm.Conformance.Sequences;
using Xunit.Abstractions;

namespace Mm.Conformance.Tests;

/// <summary>
/// Random sequences on the running kernel and on the engine, compared after every operation. 20,000 operations with fixed seeds; the environment variable
/// MMLOCKS_CONFORM_OPS sets another number, MMLOCKS_CONFORM_SEED another first seed.
/// </summary>
public sealed class RandomSequenceTests(KernelFixture kernel, ITestOutputHelper output) : IClassFixture<KernelFixture>
{
    private const int Seeds = 4;

    private static long Operations => Number("MMLOCKS_CONFORM_OPS", 20_000);

    private static int FirstSeed => (int)Number("MMLOCKS_CONFORM_SEED", 1);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void EngineAndKernelAgree(int share) => Compare(kernel.Subject, kernel.Reason, Operations / Seeds, FirstSeed + share);

    /// <summary>RLIMIT_MEMLOCK holds without rights only: what cannot be locked, mapped locked or grown any more, and what future locks refuse.</summary>
    [Theory]
    [InlineData(20)]
    [InlineData(21)]
    public void EngineAndKernelAgreeWithoutRights(int share) => Compare(kernel.Unprivileged, kernel.Reason, Operations / 8, FirstSeed + share);

    private void Compare(KernelSubject? subject, string reason, long operations, int seed)
    {
        if (subject is null)
        {
            output.WriteLine($"not compared: {reason}");
            return;
        }
        (Features features, IReadOnlyList<string> skipped) = Suitability.Decide(subject, Features.All, force: false);
        foreach (string left in skipped)
            output.WriteLine($"left out: {left}");
        if (features == Features.None)
            return;
        using EngineSubject engine = EngineSubject.Beside(subject);
        SideBySide sides = new(subject, engine, subject.Plan, subject.Facts.FrameNumbers);
        ConformanceOptions options = new() { Operations = operations, Seed = seed };
        ConformanceReport report = ConformanceRun.Run(sides, options, subject.Plan, features, skipped);
        output.WriteLine($"seed {options.Seed}: {report.Compared} operations, {report.Exposure.Vmas} VMAs, {report.Exposure.Pages} pages");
        output.WriteLine(report.Exposure.Format());
        Assert.Null(report.Difference?.ToScript($"seed {options.Seed}, sequence {report.Sequence}", subject.Plan));
        Assert.Equal(operations, report.Exposure.Operations);
    }

    /// <summary>A run that never met a result has not compared it: each of these must have come up.</summary>
    [Fact]
    public void SequencesMeetWhatMatters()
    {
        if (kernel.Subject is not { } subject || Suitability.Decide(subject, Features.All, force: false).Features != Features.All)
            return;
        Exposure exposure = new();
        SequenceGenerator generator = new(1, Features.All, subject.Plan);
        for (int number = 0; number < 60; number++)
        {
            IReadOnlyList<Operation> sequence = generator.Sequence(number, 200);
            subject.Reset();
            IReadOnlyList<Observations.Step> steps = subject.Execute(sequence);
            for (int i = 0; i < sequence.Count; i++)
                exposure.Count(sequence[i], steps[i], subject.Plan);
        }
        output.WriteLine(exposure.Format());
        (OperationKind Kind, string Result)[] expected =
        [
            (OperationKind.Mmap, "ok"), (OperationKind.Mmap, "-EPERM"), (OperationKind.Mmap, "-ENOMEM"), (OperationKind.Mmap, "-EEXIST"),
            (OperationKind.Munmap, "ok"), (OperationKind.Munmap, "-EPERM"), (OperationKind.Mprotect, "ok"), (OperationKind.Mprotect, "-EACCES"),
            (OperationKind.Mremap, "ok"), (OperationKind.Mremap, "-EFAULT"), (OperationKind.Madvise, "ok"), (OperationKind.Madvise, "-EINVAL"),
            (OperationKind.Mlock, "ok"), (OperationKind.Mlock, "-ENOMEM"), (OperationKind.Mseal, "ok"), (OperationKind.Fork, "ok"), (OperationKind.Brk, "ok"),
            (OperationKind.Read, "SIGSEGV/MAPERR"), (OperationKind.Read, "SIGSEGV/ACCERR"), (OperationKind.Read, "SIGBUS/ADRERR"),
            (OperationKind.Write, "ok"), (OperationKind.Write, "SIGSEGV/ACCERR"), (OperationKind.Write, "SIGBUS/ADRERR"), (OperationKind.Truncate, "ok"),
        ];
        Assert.DoesNotContain(expected, e => exposure.CountOf(e.Kind, e.Result) == 0);
    }

    private static long Number(string variable, long otherwise) =>
        long.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out long value) ? value : otherwise;
}
