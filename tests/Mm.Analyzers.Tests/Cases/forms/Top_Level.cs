// program
using Mm.Locks;
using Cases;

var box = new Shared();
lock (box.Gate) { box.N = 1; }
Publish(box);
box.N = 2; // MML104
Report();
Held(box); // MML101

lock (box.Gate) Held(box);

void Report() => System.Console.WriteLine(box.N); // MML106

[RequiresWrite("shared.Gate")]
static void Held(Shared shared) => shared.N = 3;

static void Publish(Shared shared) { }

namespace Cases
{
    sealed class Shared { public readonly object Gate = new(); [GuardedBy("Gate")] public int N; }
}
