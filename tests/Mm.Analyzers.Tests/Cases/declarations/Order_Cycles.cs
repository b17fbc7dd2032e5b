// Declared orders that contradict each other are one mistake each, reported at the declaration that stands last.
using Mm.Locks;

[assembly: LockOrder(typeof(Cases.Outermost), typeof(Cases.Middle), "Holder.Innermost")]
[assembly: LockOrder("Holder.Innermost", typeof(Cases.Outermost))] // MML002
[assembly: LockOrder(typeof(Cases.Middle))]
[assembly: LockOrder(typeof(string), typeof(Cases.Middle))] // MML002
[assembly: LockOrder("Holder.Lost", typeof(Cases.Middle))] // MML001
[assembly: LockOrder("Holder.Number", typeof(Cases.Middle))] // MML002

namespace Cases;

[Lock] public class Outermost { }
[Lock] public class Middle { }

public class Holder
{
    public readonly RwSem Innermost = new();
    public readonly int Number;
    [AcquiredBefore("_b")] private readonly RwSem _a = new();
    [AcquiredAfter("_a")] [AcquiredBefore("_c")] private readonly RwSem _b = new();
    private readonly RwSem _c = new();
    [AcquiredBefore("_e")] private readonly RwSem _d = new();
    [AcquiredBefore("_d")] private readonly RwSem _e = new(); // MML002
    [AcquiredAfter("_f")] private readonly RwSem _f = new(); // MML002
}
