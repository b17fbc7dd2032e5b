using Mm.Analyzers.CodeFixes;

namespace Mm.Analyzers.Tests.CodeFixes;

/// <summary>MML401: the override restates the contract of the member that it replaces.</summary>
public class CopyBaseContractFixTests
{
    [Fact]
    public async Task An_override_that_asks_for_more() => await Verify(await OneByOneAndAtOnce.FixAsync(new CopyBaseContractFix(), """
        using Mm.Locks;

        class Device
        {
            public readonly object Gate = new();
            [RequiresRead("Gate")] public virtual void Stop() { }
        }

        class Disk : Device
        {
            [RequiresWrite("Gate")] public override void Stop() { }
        }
        """));

    [Fact]
    public async Task An_override_that_promises_less() => await Verify(await OneByOneAndAtOnce.FixAsync(new CopyBaseContractFix(), """
        using Mm.Locks;

        abstract class Device
        {
            public readonly RwSemaphore Sem = new();
            [AcquiresWrite("Sem")] public abstract void Claim();
        }

        class Disk : Device
        {
            [AcquiresRead("Sem")]
            public override void Claim() => Sem.WriteLock();
        }
        """));
}
