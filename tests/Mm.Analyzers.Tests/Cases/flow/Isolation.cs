// Isolated objects: parameters, results, detaching, consuming, collections, containers, parts.
#nullable enable
using System;
using System.Collections.Generic;
using Mm.Locks;

namespace Cases.Flow.Isolation;

public sealed class Node
{
    public readonly RwSem Sem = new();
    [GuardedBy("Sem")] public int V;
    [GuardedBy("Sem")] public readonly List<int> Items = new();
    public readonly Node? Parent;
    public readonly Leaf Own = new();
    public Node? Next;
    [RequiresWrite("Sem")] public void Change() => V++;
    [Isolates] public extern void Detach();
    public Node Fluent() => this;
}

public sealed class Leaf
{
    public readonly RwSem Sem = new();
    [GuardedBy("Sem")] public int X;
}

public sealed class Uses
{
    Node? _shared;
    static void Free([Isolated, Consumes] Node n) => n.V = 0;
    static void Look([NoEscape] Node n) { }
    static void Unlink([Isolates] Node n) { }
    static extern void Keep(Node n);
    [return: Isolated] static Node Make() { var n = new Node(); n.V = 1; return n; }
    [return: Isolated] static extern List<Node> Gather();

    public void Result() { var n = Make(); n.V = 2; }
    public void Contract() { var n = new Node(); n.Change(); } // MML101
    public void Argument(Node n) => Free(n); // MML108
    public void FreshArgument() => Free(new Node());
    public void AfterUnlink(Node n) { Unlink(n); n.V = 1; Free(n); }
    public void AfterDetach(Node n) { n.Detach(); n.V = 1; }
    public void BeforeUnlink(Node n) { n.V = 1; Unlink(n); } // MML104
    public void Consumed() { var n = new Node(); Free(n); n.V = 1; } // MML207
    public void ConsumedNullTest() { var n = new Node(); Free(n); if (n != null) Console.WriteLine(); }
    public void ConsumedThenNew() { var n = new Node(); Free(n); n = new Node(); n.V = 1; }
    public void NotEscaped() { var n = new Node(); Look(n); n.V = 1; }
    public void Escaped() { var n = new Node(); Keep(n); n.V = 1; } // MML104
    public void Elements() { foreach (var n in Gather()) { n.V = 1; Free(n); } }
    public void Element() { var all = Gather(); all[0].V = 1; }
    public void Container() { var a = new Node(); var b = new Node(); a.Next = b; b.V = 1; _shared = a; b.V = 2; } // MML104
    public void OwnPart() { var n = new Node(); n.Own.X = 1; }
    public void OwnPartShared(Node n) { n.Own.X = 1; } // MML104
    public void Initializer() { _shared = new Node { V = 1, Items = { 2 } }; }
    public void CallIsNoEscape() { var n = new Node(); n.Fluent(); n.V = 1; }
    public void InLocalList() { var list = new List<Node>(); var n = new Node(); list.Add(n); n.V = 1; }
    public void Loop() { Node? last = null; for (int i = 0; i < 3; i++) { var n = new Node(); n.V = i; n.Next = last; last = n; } _shared = last; }
    public void Returned(out Node made) { var n = new Node(); made = n; n.V = 1; } // MML104
    public void Ternary(bool b) { var n = b ? new Node() : Make(); n.V = 1; }
    public void InTry() { var n = new Node(); try { n.V = 1; } finally { n.V = 2; } }
}

public sealed class Parent
{
    readonly RwSem _sem = new();
    [GuardedBy("_sem")] int _n = 3;
    static int s_n;
    static readonly RwSem s_sem = new();
    [GuardedBy("s_sem")] static int s_m = 1;
    static Parent() { s_m = 2; }
    public Parent() { _n = 1; Init(); }
    public Parent(Action<Parent> publish) { publish(this); _n = 1; } // MML104
    public Parent(int x) { s_m = x; } // MML104
    void Init() { }
    [NoLockAnalysis("only a test of the path")] public void M() => s_n = 1;
}
