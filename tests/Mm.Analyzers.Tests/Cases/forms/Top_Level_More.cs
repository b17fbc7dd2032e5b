// Top-level statements: locals, local functions, awaits and lambdas in them.
// program
using System; using System.Threading; using System.Threading.Tasks; using Mm.Locks;
using Cases;

var gate = new object();
var sem = new RwSem();
var one = new SemaphoreSlim(1, 1);
var c = new Counter();
int n = 0;
lock (c.Gate) c.N = 1;
Counter.Shared = c;
c.N = 2; // MML104
await one.WaitAsync();
try { n++; await Task.Yield(); } finally { one.Release(); }
sem.WriteLock();
await Task.Yield(); // MML501
sem.WriteUnlock();
Local();
lock (c.Gate) Held();
Leak();
if (args.Length > 3) { sem.ReadLock(); } // MML201
foreach (var a in args) { lock (gate) { n += a.Length; } }
Func<int> f = () => c.N; // MML106
Console.WriteLine(f() + n);
return 0;

void Local() { c.N = 3; } // MML104
void Held() { c.N = 4; }
void Leak() { sem.WriteLock(); } // MML201
static void Unused(Counter k) { k.N = 5; } // MML104

sealed class Counter
{
    public readonly object Gate = new();
    [GuardedBy("Gate")] public int N;
    public static Counter? Shared;
}
