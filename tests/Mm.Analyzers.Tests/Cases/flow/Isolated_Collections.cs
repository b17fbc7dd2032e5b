// What arrays and collections of one's own hold is isolated with them.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Mm.Locks;

namespace Cases.Forms;

sealed class Node
{
    public readonly object Gate = new();
    [GuardedBy("Gate")] public int N;
    public Node? Next;
    public void Touch() { }
}

sealed class IsolatedArrays
{
    Node[] _kept = [];
    static Node[]? s_kept;
    static void Keep(Node n) { }
    static void KeepAll(Node[] n) { }
    static void Look([NoEscape] Node[] n) { }
    static void Want([Isolated] Node n) { }
    static void WantAll([Isolated] Node[] n) { }
    static void WantList([Isolated] List<Node> n) { }

    public void Array() { var a = new Node[2]; a[0] = new Node(); a[0].N = 1; }
    public void ArrayIndex(int i) { var a = new Node[2]; a[i] = new Node(); a[i].N = 1; }
    public void ArrayInit() { var a = new[] { new Node(), new Node() }; a[0].N = 1; a[1].N = 2; }
    public void ArrayCollection() { Node[] a = [new Node(), new Node()]; a[0].N = 1; }
    public void ArrayLocal() { var a = new Node[2]; var n = new Node(); a[0] = n; n.N = 1; a[0].N = 2; }
    public void ArrayEach() { var a = new[] { new Node() }; foreach (var n in a) n.N = 1; }
    public void ArrayFor(int count)
    {
        var a = new Node[count];
        for (int i = 0; i < a.Length; i++) a[i] = new Node();
        for (int i = 0; i < a.Length; i++) a[i].N = i;
    }
    public void ArrayForOne(int count)
    {
        var a = new Node[count];
        for (int i = 0; i < a.Length; i++) { a[i] = new Node(); a[i].N = i; }
    }
    public void ArrayKept(Node[] b)
    {
        var a = new Node[2];
        a[0] = new Node();
        s_kept = a;
        a[0].N = 1; // MML104
    }
    public void ArrayPassed()
    {
        var a = new Node[] { new Node() };
        KeepAll(a);
        a[0].N = 1; // MML104
    }
    public void ArrayLooked()
    {
        var a = new Node[] { new Node() };
        Look(a);
        a[0].N = 1;
    }
    public void ArrayShared(Node shared)
    {
        var a = new Node[2];
        a[0] = shared;
        a[0].N = 1; // MML104
    }
    public void ArraySharedInit(Node shared)
    {
        var a = new[] { shared };
        a[0].N = 1; // MML104
    }
    public void ArrayMixed(Node shared, int i)
    {
        var a = new[] { shared, new Node() };
        a[i].N = 1; // MML104
    }
    public void IntoShared(Node[] b)
    {
        var n = new Node();
        b[0] = n;
        n.N = 1; // MML104
    }
    public void IntoKept()
    {
        var n = new Node();
        _kept[0] = n;
        n.N = 1; // MML104
    }
    public void ElementKept()
    {
        var a = new[] { new Node() };
        Keep(a[0]);
        a[0].N = 1; // MML104
    }
    public Node[] Returned() { var a = new[] { new Node() }; a[0].N = 1; return a; }
    [return: Isolated] public Node[] ReturnedIsolated() { var a = new Node[1]; a[0] = new Node(); a[0].N = 1; return a; }
    public void Wanted() { var a = new[] { new Node() }; Want(a[0]); }
    public void WantedAll() { var a = new[] { new Node() }; WantAll(a); }
    public void WantedAllShared(Node shared)
    {
        var a = new[] { shared };
        WantAll(a); // MML108
    }
    public void ListInit() { var l = new List<Node> { new Node() }; l[0].N = 1; WantList(l); }
    public void ListExpression() { List<Node> l = [new Node()]; l[0].N = 1; WantList(l); }
    public void ListShared(Node shared)
    {
        List<Node> l = [shared];
        l[0].N = 1; // MML104
        WantList(l); // MML108
    }
    public void ListAdd(Node shared)
    {
        var l = new List<Node>();
        l.Add(new Node());
        l[0].N = 1;
        l.Add(shared);
        l[0].N = 1; // MML104
    }
    public void Parameter([Isolated] Node[] a) { a[0].N = 1; foreach (var n in a) n.N = 1; }
    public void ParameterList([Isolated] List<Node> a) { a[0].N = 1; foreach (var n in a) n.N = 1; }
    public void ParameterDictionary([Isolated] Dictionary<int, Node> a)
    {
        a[0].N = 1;
        foreach (var (k, n) in a) n.N = k;
        foreach (var n in a.Values) n.N = 1;
        if (a.TryGetValue(1, out var found)) found.N = 1;
    }
    public void ParameterQueue([Isolated] Queue<Node> a) { while (a.Count > 0) a.Dequeue().N = 1; }
    public void NotIsolated(Node[] a)
    {
        a[0].N = 1; // MML104
    }
    public void Replaced(Node shared)
    {
        var a = new[] { new Node() };
        a[0].N = 1;
        a[0] = shared;
        a[0].N = 2; // MML104
    }
    public void Jagged() { var a = new Node[1][]; a[0] = new Node[1]; a[0][0] = new Node(); a[0][0].N = 1; }
    public void Two() { var a = new Node[1, 1]; a[0, 0] = new Node(); a[0, 0].N = 1; }
    public void Captured()
    {
        var a = new[] { new Node() };
        Action act = () => a[0].N = 2; // MML104
        a[0].N = 1; // MML104
        act();
    }
    public void FieldOfElement()
    {
        var a = new[] { new Node() };
        a[0].Next = new Node();
        a[0].Next!.N = 1; // MML104?
    }
    public void SpanOf() { var a = new[] { new Node() }; foreach (var n in a.AsSpan()) n.N = 1; }
    public void Last() { var a = new[] { new Node() }; a[^1].N = 1; }
}
sealed class IsolatedLocks
{
    readonly List<Node> _shared = new();
    static void Keep(Node n) { }
    static void Fill(params Node[] n) { }
    static void FillNo([NoEscape] params Node[] n) { }
    public void OwnLocks() { var l = new object[2]; l[0] = new object(); Monitor.Enter(l[0]); try { } finally { Monitor.Exit(l[0]); } }
    public void OwnLocksLeak() { var l = new[] { new object() }; Monitor.Enter(l[0]); } // MML201
    public void OwnSems(int i) { var l = new RwSem[2]; l[i] = new RwSem(); l[i].WriteLock(); l[i].WriteUnlock(); }
    public void OwnSemsIn([Isolated] RwSem[] l) { l[0].WriteLock(); l[0].WriteUnlock(); }
    public void OwnList() { var l = new List<RwSem> { new RwSem() }; l[0].WriteLock(); l[0].WriteUnlock(); }
    public void PublishEach()
    {
        var a = new[] { new Node(), new Node() };
        for (int i = 0; i < a.Length; i++) { a[i].N = 1; Keep(a[i]); }
    }
    public void PublishEachThen()
    {
        var a = new[] { new Node(), new Node() };
        for (int i = 0; i < a.Length; i++)
        {
            Keep(a[i]);
            a[i].N = 1; // MML104
        }
    }
    public void PublishedUnderLock()
    {
        var a = new[] { new Node(), new Node() };
        lock (a[0].Gate) { Keep(a[0]); a[0].N = 1; }
        lock (a[1].Gate) a[1].N = 1;
    }
    public void CopyOfShared()
    {
        var l = new List<Node>(_shared);
        l[0].N = 1; // MML104
        foreach (var n in l) n.N = 1; // MML104
    }
    public void AddsShared()
    {
        var l = new List<Node>();
        l.AddRange(_shared);
        l[0].N = 1; // MML104
    }
    public void Spread()
    {
        List<Node> l = [.. _shared];
        l[0].N = 1; // MML104
        List<Node> m = [new Node(), new Node()];
        List<Node> k = [.. m];
        k[0].N = 1;
    }
    public void Params() { var n = new Node(); Fill(n); n.N = 1; } // MML104
    public void ParamsNoEscape() { var n = new Node(); FillNo(n); n.N = 1; }
    public void SetElement(Node shared)
    {
        var l = new List<Node> { new Node() };
        l[0] = shared;
        l[0].N = 1; // MML104
    }
    public void TwoArrays()
    {
        var a = new Node[1];
        var b = new Node[1];
        a[0] = new Node();
        b[0] = a[0];
        b[0].N = 1;
        a[0].N = 1;
    }
    public void Copied()
    {
        var a = new[] { new Node() };
        var b = a;
        b[0].N = 1;
    }
    public void Comparer(IComparer<Node> c) { var l = new SortedSet<Node>(c) { new Node() }; foreach (var n in l) n.N = 1; }
    public void Strings() { var a = new[] { "x" }; Console.WriteLine(a[0].Length); }
    [return: Isolated] public int[] Numbers() => new int[2];
    [return: Isolated] public Node[] Shared2() { var a = new[] { _shared[0] }; return a; } // MML108
    [return: Isolated] public Node[] Made() => [new Node(), new Node()];
    [return: Isolated] public Node[] MadeNew() => new Node[4];
    public void Joined(bool b) { var a = b ? new[] { new Node() } : new[] { new Node(), new Node() }; a[0].N = 1; }
    public void JoinedShared(bool b, Node[] s)
    {
        var a = b ? new[] { new Node() } : s;
        a[0].N = 1; // MML104
    }
    public void Loops(int n)
    {
        var all = new List<Node[]>();
        while (n-- > 0) { var a = new Node[1]; a[0] = new Node(); a[0].N = n; all.Add(a); a[0].N = 2; }
        foreach (var a in all) foreach (var x in a) x.N = 1;
    }
}
