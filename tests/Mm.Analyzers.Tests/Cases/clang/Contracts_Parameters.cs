// Contracts about a parameter are rewritten in the caller's terms, through fields, calls and generics.
using Mm.Locks;

namespace Cases.Clang;

sealed class Node
{
    public readonly RwSem Mu = new();
    [GuardedBy("Mu")] public int Data;
    public Node? Next { get; init; }
}

sealed class Holder<T>
{
    public readonly RwSem Mu = new();
    [GuardedBy("Mu")] public T? Item;
    [RequiresWrite("Mu")] public void Put(T item) => Item = item;
}

static class Parameters
{
    [RequiresWrite("node.Mu")] static void Set(Node node, int v) => node.Data = v;
    [RequiresRead("b.Mu")] static int Second(Node a, Node b) => b.Data;
    [RequiresWrite("a.Mu", "b.Mu")] static void Swap(Node a, Node b) => (a.Data, b.Data) = (b.Data, a.Data);

    public static void Right(Node n) { n.Mu.WriteLock(); Set(n, 1); n.Mu.WriteUnlock(); }
    public static void Unheld(Node n) => Set(n, 1); // MML101
    public static void OfAnother(Node n, Node m) { n.Mu.WriteLock(); Set(m, 1); n.Mu.WriteUnlock(); } // MML101
    public static int OnlyTheSecond(Node n, Node m) { m.Mu.ReadLock(); int v = Second(n, m); m.Mu.ReadUnlock(); return v; }
    public static int TheWrongOne(Node n, Node m) { n.Mu.ReadLock(); int v = Second(n, m); n.Mu.ReadUnlock(); return v; } // MML103
    public static int ByName(Node n, Node m) { m.Mu.ReadLock(); int v = Second(b: m, a: n); m.Mu.ReadUnlock(); return v; }

    public static void BothHeld(Node n, Node m)
    {
        n.Mu.WriteLock();
        m.Mu.WriteLock();
        Swap(n, m);
        m.Mu.WriteUnlock();
        n.Mu.WriteUnlock();
    }

    public static void OneHeld(Node n, Node m)
    {
        n.Mu.WriteLock();
        Swap(n, m); // MML101
        n.Mu.WriteUnlock();
    }

    public static void OfAField(Node n)
    {
        n.Next!.Mu.WriteLock();
        Set(n.Next, 1);
        n.Next.Data = 2;
        n.Data = 3; // MML104
        n.Next.Mu.WriteUnlock();
    }

    public static void OfAGeneric(Holder<string> h)
    {
        h.Mu.WriteLock();
        h.Put("x");
        h.Mu.WriteUnlock();
        h.Put("y"); // MML101
    }

    public static void InAGeneric<T>(Holder<T> h, T item)
    {
        h.Mu.ReadLock();
        h.Put(item); // MML102
        h.Mu.ReadUnlock();
    }
}
