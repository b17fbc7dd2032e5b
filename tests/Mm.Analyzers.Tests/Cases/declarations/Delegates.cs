// Members with a contract that become delegates.
using System;
using System.Collections.Generic;
using Mm.Locks;

namespace Cases;

[RequiresWrite("t.Gate")] public delegate void TreeAction(Tree t);
[AcquiresWrite("t.Gate")] public delegate void TreeLocker(Tree t);

public class Tree
{
    public readonly RwSem Gate = new();
    [GuardedBy("Gate")] private int _n;
    private event Action? Fired;

    [RequiresWrite("Gate")] private void Bump() => _n++;
    [RequiresWrite("t.Gate")] private static void BumpOther(Tree t) => t._n++;
    [RequiresRead("t.Gate")] private static void Look(Tree t) { }
    [AcquiresWrite("t.Gate")] private static void Take(Tree t) => t.Gate.WriteLock();
    private static void Nothing(Tree t) { }
    private static void Run([InvokedInline] Action action) => action();

    public Action Returned() => Bump; // MML402
    public void Assigned() { Action a = Bump; a(); } // MML402
    public void Created() { var a = new Action(Bump); a(); } // MML402
    public void Passed(List<Action> list) { list.Add(Bump); } // MML402
    public void Subscribed() { Fired += Bump; } // MML402
    public void Loose() { Action<Tree> a = BumpOther; a(this); } // MML402
    public void FromDelegate(TreeAction strict) { Action<Tree> a = strict.Invoke; a(this); } // MML402
    public void WrapsDelegate(TreeAction strict) { var a = new Action<Tree>(strict); a(this); } // MML402
    public void PromisesLess() { TreeLocker a = Nothing; _ = a; } // MML402
    public unsafe void Pointer() { delegate*<Tree, void> p = &BumpOther; p(this); } // MML402

    public void LocalFunction()
    {
        Action a = Inner; // MML402
        a();
        [RequiresWrite("Gate")] void Inner() => _n++;
    }

    public TreeAction Strict() => BumpOther;
    public TreeAction Weaker() => Look;
    public TreeAction Free() => Nothing;
    public TreeLocker Locker() => Take;
    public void Unsubscribed() { Fired -= Bump; }
    public void Inline() { Gate.WriteLock(); Run(Bump); Gate.WriteUnlock(); }
    public Action Wrapped() => () => { Gate.WriteLock(); Bump(); Gate.WriteUnlock(); };
    public string Named() => nameof(Bump);
    public void Fire() => Fired?.Invoke();
}
