// Lambdas, local functions, iterators and async members.
#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Mm.Locks;

namespace Cases.Flow.Functions;

public sealed class Tree
{
    public readonly RwSem Sem = new();
    [GuardedBy("Sem")] public readonly List<int> Items = new();
    [GuardedBy("Sem")] public int N;
    [RequiresRead("Sem")] public void Walk([InvokedInline] Action<int> visit) { foreach (int i in Items) visit(i); }
    [RequiresWrite("Sem")] public void Change(int by) => N += by;
    public void Later(Action<int> visit) { }

    public void Inline() { Sem.ReadLock(); Walk(i => Console.WriteLine(N + i)); Sem.ReadUnlock(); }
    public void InlineWrite() { Sem.ReadLock(); Walk(i => N = i); Sem.ReadUnlock(); } // MML105
    public void InlineGroup() { Sem.WriteLock(); Walk(Change); Sem.WriteUnlock(); }
    public void InlineGroupRead() { Sem.ReadLock(); Walk(Change); Sem.ReadUnlock(); } // MML102, MML402?
    public void Deferred() { Sem.WriteLock(); Later(i => N = i); Sem.WriteUnlock(); } // MML104
    public void InlineReleases() { Sem.ReadLock(); Walk(i => { Sem.ReadUnlock(); Sem.ReadLock(); }); Sem.ReadUnlock(); } // MML211
    public void InlineLeaves() { Sem.ReadLock(); Walk(i => Sem.ReadUnlock()); Sem.ReadUnlock(); } // MML212
    public void ForEach() { Sem.WriteLock(); Items.ForEach(i => N += i); Sem.WriteUnlock(); }
    public void ForEachRead() { Sem.ReadLock(); Items.ForEach(i => N += i); Sem.ReadUnlock(); } // MML105
    public int Linq() { Sem.ReadLock(); int r = Items.Where(i => i > N).Sum(i => i + N); Sem.ReadUnlock(); return r; }
    public int Query() { Sem.ReadLock(); int r = (from i in Items where i > N select i).Count(); Sem.ReadUnlock(); return r; }
    public void ForeachQuery() { Sem.ReadLock(); foreach (int i in Items.Where(i => i > N)) Console.WriteLine(i); Sem.ReadUnlock(); }
    public IEnumerable<int> Lazy() { Sem.ReadLock(); try { return Items.Select(i => i + 1); } finally { Sem.ReadUnlock(); } } // MML107

    [RequiresRead("Sem")]
    public IEnumerable<int> All()
    {
        foreach (int i in Items) yield return i + N;
    }

    public IEnumerable<int> Locked()
    {
        Sem.ReadLock();
        foreach (int i in Items) yield return i; // MML502
        Sem.ReadUnlock();
    }

    public void Enumerates() { Sem.ReadLock(); foreach (int i in All()) Console.WriteLine(i); Sem.ReadUnlock(); }
    public void EnumeratesUnheld() { foreach (int i in All()) Console.WriteLine(i); } // MML103

    [RequiresWrite("Sem")]
    public async Task Async()
    {
        N = 1;
        await Task.Yield(); // MML501
        N = 2;
    }

    public async Task ReleasedBeforeAwait()
    {
        using (Sem.Write()) N = 1;
        await Task.Yield();
        using (Sem.Write()) N = 2;
    }

    public void LocalWithContract()
    {
        using (Sem.Write()) Set(1);
        Set(2); // MML101

        [RequiresWrite("Sem")] void Set(int v) => N = v;
    }

    public void LocalRecursive(int k)
    {
        Sem.WriteLock();
        Down(k);
        Sem.WriteUnlock();

        void Down(int v)
        {
            N = v;
            if (v > 0) Down(v - 1);
        }
    }

    public void LocalAsDelegate()
    {
        Sem.WriteLock();
        Set();
        Action later = Set;
        Sem.WriteUnlock();
        later();

        void Set() => N = 1; // MML104
    }

    public void LocalReleases()
    {
        Sem.WriteLock();
        Done();

        [ReleasesWrite("Sem")] void Done() { N = 1; Sem.WriteUnlock(); }
    }

    public void LambdaLocksItself()
    {
        Action a = () =>
        {
            Sem.WriteLock(); // MML201
            N = 1;
        };
        a();
    }
}
