namespace Mm.Analyzers.Tests.Rules;

/// <summary>Lock is let go of in between where the contract says that it stays held.</summary>
public class MML211Tests
{
    [Fact]
    public Task Released_and_taken_again() => Verify(Reports("""
        partial class Counter
        {
            [RequiresWrite("Sem")] public void Wrong() { N = 1; Sem.WriteUnlock(); Sem.WriteLock(); N = 2; }
            [RequiresWrite("Sem"), MayRelease("Sem")] public void Right() { N = 1; Sem.WriteUnlock(); Sem.WriteLock(); N = 2; }
        }
        """));

    [Fact]
    public Task A_call_of_a_member_that_may_release() => Verify(Reports("""
        partial class Counter
        {
            [RequiresWrite("Sem"), MayRelease("Sem")] private extern void Fault();
            [RequiresWrite("Sem")] public void Wrong() => Fault();
            [RequiresWrite("Sem"), MayRelease("Sem")] public void Right() => Fault();
            public void Own() { Sem.WriteLock(); Fault(); Sem.WriteUnlock(); }
        }
        """));

    [Fact]
    public Task Waiting_on_a_monitor_that_the_contract_holds() => Verify(Reports("""
        class Queue
        {
            private readonly object _gate = new();
            [RequiresWrite("_gate")] public void Wrong() { while (Counter.Flip()) Monitor.Wait(_gate); }
            [RequiresWrite("_gate"), MayRelease("_gate")] public void Right() { while (Counter.Flip()) Monitor.Wait(_gate); }
        }
        """));

    [Fact]
    public Task A_downgrade_that_lets_go_is_none() => Verify(Reports("""
        partial class Counter
        {
            [Downgrades("Sem")] public void Wrong() { N = 1; Sem.WriteUnlock(); Sem.ReadLock(); }
            [Downgrades("Sem")] public void Right() { N = 1; Sem.Downgrade(); }
        }
        """));
}
