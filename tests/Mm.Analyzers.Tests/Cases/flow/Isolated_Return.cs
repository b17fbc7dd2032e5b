using System; using System.Threading; using System.Collections.Generic; using Mm.Locks;
namespace Cases.Isolated_Return;
sealed class Node { public readonly RwSem Sem = new(); [GuardedBy("Sem")] public int V; public Node? Next; [LockOwner] public Owner? Of; }
sealed class Owner { public readonly RwSem Lock = new(); [GuardedBy("Lock")] public Node? Head; [GuardedBy("Lock")] public readonly List<Node> All = new(); }
static class Ops { public static extern void Detach([Isolates] Node n); public static extern void Keep(Node n); public static extern void Look([NoEscape] Node n); }
sealed class C
{
    private Node? _shared;
    [return: Isolated] Node Fresh() => new Node { V = 1 };
    [return: Isolated] Node Fresh2() { var n = new Node(); n.V = 2; return n; }
    [return: Isolated] Node Published() { var n = new Node(); _shared = n; return n; } // MML108
    [return: Isolated] Node Kept() { var n = new Node(); Ops.Keep(n); return n; } // MML108
    [return: Isolated] Node Looked() { var n = new Node(); Ops.Look(n); return n; }
    [return: Isolated] Node? Field() => _shared; // MML108
    [return: Isolated] Node Param(Node p) => p; // MML108
    [return: Isolated] Node Handed([Isolated] Node p) => p;
    [return: Isolated] Node Detached(Node p) { Ops.Detach(p); return p; }
    [return: Isolated] Node? Nothing() => null;
    [return: Isolated] Node? Either(bool b) { if (b) return null; return Fresh(); }
    [return: Isolated] Node? Cond(bool b) => b ? Fresh() : null;
    [return: Isolated] Node? CondBad(bool b, Node p) => b ? Fresh() : p; // MML108
    [return: Isolated] Node Chained() => Fresh2();
    [return: Isolated] extern Node Abstract();
    void OutOk([Isolated] out Node n) { n = new Node(); }
    void OutBad([Isolated] out Node n, Node p) { n = p; } // MML108
    [return: Isolated] List<Node> Drain(Owner o) { var l = new List<Node>(); Node n = new(); l.Add(n); return l; }
    [RequiresWrite("o.Lock")] [return: Isolated] Node? Popped(Owner o) { var n = o.Head; if (n == null) return new Node(); o.Head = n.Next; n.Next = null; return n; }
    [RequiresWrite("o.Lock")] [return: Isolated] Node? Peeked(Owner o) { var n = o.Head; return n; } // MML108
    [return: Isolated] Node[] Arr() => [new Node()];
    [return: Isolated] Node Thrown() => throw new InvalidOperationException();
    void Use() { var n = Fresh(); n.V = 2; Handed(n).V = 1; var m = Abstract(); m.V = 1; }
    [return: OwnedBy("o")] Node? Find(Owner o, Node n) { if (n.Of == o) return n; return null; }
    [return: OwnedBy("o")] Node? FindBad(Owner o, Owner p, Node n) { if (n.Of == p) return n; return null; } // MML212?
}
