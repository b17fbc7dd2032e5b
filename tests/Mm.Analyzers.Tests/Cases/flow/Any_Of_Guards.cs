// Any-of requirements and guards: what satisfies them, and what they do not satisfy.
using Mm.Locks;

namespace Cases.Flow.AnyOfGuards;

sealed class Part
{
    public readonly RwSem A = new();
    public readonly RwSem B = new();
    public readonly RwSem C = new();
    [GuardedBy("A", "B")] public int N;
    [GuardedBy("A", AlsoReadUnder = new[] { "C" })] public int M;
    [GuardedBy("A", WriteMode = LockMode.Update)] public int U;
    [GuardedBy("A", LockFreeReads = true)] public volatile int V;

    [RequiresReadAny("A", "B")] public int Get() => N;
    [RequiresReadAny("A", "B", "C")] public int GetThree() => N; // MML106
    [RequiresReadAny("A", "B")] public void Set() => N = 1; // MML105
    [RequiresReadAny("A", "B")] public int Again() => Get();
    [RequiresReadAny("A", "B", "C")] public int TooMany() => Get(); // MML103
    [RequiresRead("B")] public int ByOne() => Get();
    [RequiresRead("C")] public int ByOther() => Get(); // MML103
    [RequiresWrite("A")] public void OnlyOneForWrite() => N = 1; // MML104
    [RequiresWrite("A")] [RequiresWrite("B")] public void BothForWrite() => N = 1;
    [RequiresWrite("A")] [RequiresRead("B")] public void OneTooWeak() => N = 1; // MML105
    [RequiresRead("C")] public int ReadUnderC() => M;
    [RequiresWrite("C")] public void WriteUnderC() => M = 1; // MML104
    [RequiresWrite("A")] public void WriteUnderA() => M = 1;
    [RequiresUpdate("A")] public void UpdateIsEnough() => U = 1;
    [RequiresRead("A")] public void ReadIsNotEnough() => U = 1; // MML105
    public int FreeRead() => V;
    public void WriteStillNeedsIt() => V = 1; // MML104
}
