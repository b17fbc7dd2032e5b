// ?. ?? ??= and conditional assignment.
using System.Collections.Generic;
using Mm.Locks;

namespace Cases.Forms;

sealed class Node { public readonly RwSem Sem = new(); [GuardedBy("Sem")] public int N; [GuardedBy("Sem")] public List<int>? Items; public Node? Next { get; init; } }

static class NullOperators
{
    public static int? Read(Node? n) => n?.N; // MML106
    public static int? ReadHeld(Node n) { using var hold = n.Sem.Read(); return n?.N + n?.Items?.Count; }
    public static void Assigned(Node n) { n.Items ??= new(); } // MML104
    public static void AssignedHeld(Node n) { using var hold = n.Sem.Write(); n.Items ??= new(); n.Items?.Add(1); }
    public static void AssignedUnderRead(Node n) { using var hold = n.Sem.Read(); n.Items ??= new(); } // MML105
    public static void MutatedUnderRead(Node n) { using var hold = n.Sem.Read(); n.Items?.Add(1); } // MML105
    public static void ConditionallyAssigned(Node? n) { n?.N = 1; } // MML104
    public static void ConditionallyAssignedHeld(Node n) { using var hold = n.Sem.Write(); n?.N = 1; }
    public static int Coalesced(Node? a, Node b) { var n = a ?? b; using var hold = n.Sem.Read(); return n.N; }

    public static void Both(Node? n)
    {
        n?.Sem.WriteLock();
        if (n != null) n.N = 1;
        n?.Sem.WriteUnlock();
    }
}
