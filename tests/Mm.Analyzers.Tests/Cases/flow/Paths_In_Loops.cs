using System.Threading; using System.Collections.Generic; using Mm.Locks;
namespace Cases.Paths_In_Loops;
sealed class Node { public readonly object Gate = new(); public Node? Next; [GuardedBy("Gate")] public int V; }
sealed class C
{
    private readonly object[] _g = new object[3];
    void A() { for (int i = 0; i < 3; i++) { lock (_g[i]) { Monitor.Pulse(_g[i]); } } }
    void B(Node head) { for (var n = head; n != null; n = n.Next) { lock (n.Gate) { n.V = 1; } } }
    void B2(Node? head) { while (head != null) { lock (head.Gate) { head.V = 1; } head = head.Next; } }
    void B3(Node? head) { while (head != null) { var g = head.Gate; lock (g) { head.V = 1; } head = head.Next; } }
    void B4(Node? head) { while (head != null) { var g = head.Gate; Monitor.Enter(g); try { head.V = 1; } finally { Monitor.Exit(g); } head = head.Next; } }
    void B5(Node? head) { while (head != null) { bool t = false; try { Monitor.Enter(head.Gate, ref t); head.V = 1; } finally { if (t) Monitor.Exit(head.Gate); } head = head.Next; } }
    void B6(Node head, Node other) { var n = head; if (n.Next == null) n = other; lock (n.Gate) { n.V = 1; } head.V = 2; } // MML104
    void B7(List<Node> l) { for (int i = 0; i < l.Count; i++) { var n = l[i]; lock (n.Gate) { n.V = 1; } } }
}
