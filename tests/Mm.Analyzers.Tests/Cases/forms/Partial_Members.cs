// A contract on either part of a partial member is the member's.
using Mm.Locks;

namespace Cases.Forms;

sealed partial class Parts
{
    readonly RwSem _sem = new();
    [GuardedBy("_sem")] int _n;
    [RequiresWrite("_sem")] public partial void Declared();
    public partial void Implemented();
    [RequiresRead("_sem")] public partial int Value { get; }
}

sealed partial class Parts
{
    public partial void Declared() => _n = 1;
    [RequiresWrite("_sem")] public partial void Implemented() => _n = 2;
    public partial int Value => _n;

    public void Right() { using var hold = _sem.Write(); Declared(); Implemented(); _n = Value; }
    public void Wrong() { Declared(); } // MML101
    public void WrongToo() { Implemented(); } // MML101
    public int WrongValue() => Value; // MML103
}
