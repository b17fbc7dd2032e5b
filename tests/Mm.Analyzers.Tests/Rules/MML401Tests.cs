namespace Mm.Analyzers.Tests.Rules;

/// <summary>Override or implementation asks for more, or promises less, than what it replaces.</summary>
public class MML401Tests
{
    [Fact]
    public Task An_override_that_asks_for_more() => Verify(Reports("""
        class Device { public readonly RwSem Sem = new(); public virtual void Start() { } [RequiresRead("Sem")] public virtual void Stop() { } }
        class Disk : Device
        {
            [RequiresWrite("Sem")] public override void Start() { }
            [RequiresWrite("Sem")] public override void Stop() { }
        }
        class Tape : Device { public override void Start() { } [RequiresRead("Sem")] public override void Stop() { } }
        """));

    [Fact]
    public Task An_override_that_asks_for_less_is_fine() => Verify(Reports("""
        class Device { public readonly RwSem Sem = new(); [RequiresWrite("Sem")] public virtual void Start() { } }
        class Disk : Device { [RequiresRead("Sem")] public override void Start() { } }
        """));

    [Fact]
    public Task An_override_that_promises_less() => Verify(Reports("""
        abstract class Device
        {
            public readonly RwSem Sem = new();
            [AcquiresWrite("Sem")] public abstract void Claim();
            [ReleasesWrite("Sem")] public abstract void Unclaim();
        }
        class Disk : Device
        {
            [AcquiresRead("Sem")] public override void Claim() => Sem.ReadLock();
            [RequiresWrite("Sem")] public override void Unclaim() { }
        }
        """));

    [Fact]
    public Task An_implementation_of_an_interface_implicit_and_explicit() => Verify(Reports("""
        interface IProbe { RwSem Sem { get; } int Look(); [RequiresRead("Sem")] int Probe(); }
        class Implicit : IProbe
        {
            public RwSem Sem { get; } = new();
            [RequiresRead("Sem")] public int Look() => 0;
            [RequiresRead("Sem")] public int Probe() => 0;
        }
        class Explicit : IProbe
        {
            public RwSem Sem { get; } = new();
            [RequiresWrite("Sem")] int IProbe.Look() => 0;
            int IProbe.Probe() => 0;
        }
        """));

    [Fact]
    public Task A_member_that_may_release_where_the_base_does_not() => Verify(Reports("""
        abstract class Device { public readonly RwSem Sem = new(); [RequiresWrite("Sem")] public abstract void Start(); }
        class Disk : Device { [RequiresWrite("Sem"), MayRelease("Sem")] public override void Start() { Sem.WriteUnlock(); Sem.WriteLock(); } }
        """));
}
