using Xunit;

namespace Mm.Locks.Validator.Tests;

/// <summary>A clean validator that throws, with stacks, for each test.</summary>
public abstract class ValidatorTestBase : IDisposable
{
    protected ValidatorTestBase()
    {
        Assert.True(LockValidator.Enabled);
        LockValidator.Reset();
        LockValidator.Mode = LockValidatorMode.Throw;
        LockValidator.CaptureEveryStack = true;
    }

    public void Dispose()
    {
        LockValidator.Mode = LockValidatorMode.Throw;
        LockValidator.CaptureEveryStack = false;
        LockValidator.Reset();
        GC.SuppressFinalize(this);
    }

    protected static LockReport Reported(LockReportKind kind, Action misuse)
    {
        LockReport report = Assert.Throws<LockValidationException>(misuse).Report!;
        Assert.Equal(kind, report.Kind);
        Assert.NotEmpty(report.Here.GetFrames());
        return report;
    }

    protected static void OnAnotherThread(Action body) => Mm.Locks.Tests.TestThreads.Run(body);
}
