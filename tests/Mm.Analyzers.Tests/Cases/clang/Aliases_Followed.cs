// Locals that stand for an object are followed until they are changed; a change of one does not change the other.
using Mm.Locks;

namespace Cases.Clang;

sealed class Thing
{
    public readonly RwSem Mu = new();
    [GuardedBy("Mu")] public int Data;
}

sealed class Link
{
    public Thing Item { get; init; } = new();
    public Link? Next { get; init; }
    public Thing? Changing;
}

static class AliasesFollowed
{
    [RequiresWrite("t.Mu")] static void Required(Thing t) => t.Data++;
    static void Replace(ref Thing t) => t = new();
    static void Look(in Thing t) { }
    static void Make(out Thing t) => t = new();
    static Thing Find() => s_thing;
    static Thing FindNext(Thing t) => s_thing;
    static readonly Thing s_thing = new();
    static bool Flip() => true;

    public static void AssignedLater(Thing t)
    {
        Thing? p;
        p = null;
        p = t;
        p.Mu.WriteLock();
        t.Data = 1;
        p.Mu.WriteUnlock();
        p = null;
    }

    public static void InALoop()
    {
        while (true)
        {
            var t = Find();
            var p = t;
            if (p is null) break;
            p.Mu.WriteLock();
            t.Data = 1;
            p.Mu.WriteUnlock();
        }
    }

    public static void PassedByValue(Thing t)
    {
        var p = t;
        AssignedLater(p);
        p.Mu.WriteLock();
        t.Data = 1;
        p.Mu.WriteUnlock();
    }

    public static void PassedByReadonlyReference(Thing t)
    {
        var p = t;
        Look(in p);
        p.Mu.WriteLock();
        t.Data = 1;
        p.Mu.WriteUnlock();
    }

    public static void PassedByReference(Thing t)
    {
        var p = t;
        Replace(ref p);
        p.Mu.WriteLock();
        t.Data = 1; // MML104
        p.Mu.WriteUnlock();
    }

    public static void PassedByReferenceWhileHeld(Thing t)
    {
        var p = t;
        p.Mu.WriteLock();
        Replace(ref p);
        p.Data = 1; // MML104
        t.Data = 1;
        t.Mu.WriteUnlock();
    }

    public static void PassedByReferenceAndReset(Thing t)
    {
        var p = t;
        Replace(ref p);
        p = t;
        p.Mu.WriteLock();
        t.Data = 1;
        p.Mu.WriteUnlock();
    }

    public static void MadeByOut(Thing t)
    {
        Make(out var p);
        p.Mu.WriteLock();
        p.Data = 1;
        t.Data = 1; // MML104
        p.Mu.WriteUnlock();
    }

    public static void TriedByAnother()
    {
        Thing p;
        p = Find();
        var q = p;
        if (p.Mu.TryWriteLock())
        {
            Required(p);
            q.Mu.WriteUnlock();
        }
    }

    public static void ReplacedAfterAFailedTry(bool other)
    {
        var p = Find();
        if (!p.Mu.TryWriteLock())
        {
            if (other) p = FindNext(p);
            p.Mu.WriteLock();
        }
        p.Data = 1;
        p.Mu.WriteUnlock();
    }

    public static void OneAfterTheOther(Thing a, Thing b)
    {
        var p = a;
        p.Mu.WriteLock();
        a.Data = 1;
        p.Mu.WriteUnlock();
        p = b;
        p.Mu.WriteLock();
        b.Data = 1;
        a.Data = 1; // MML104
        p.Mu.WriteUnlock();
    }

    public static void OfANestedObject(Link l)
    {
        var p = l.Item;
        p.Mu.WriteLock();
        l.Item.Data = 1;
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 3; j++)
            {
            }
        }
        l.Item.Data = 2;
        p.Mu.WriteUnlock();
    }

    public static void OfElements()
    {
        var links = new[] { new Link(), new Link() };
        var p = links[0].Item;
        var q = links[1].Item;
        p.Mu.WriteLock();
        q.Mu.WriteLock();
        links[0].Item.Data = 0;
        links[1].Item.Data = 1;
        q.Mu.WriteUnlock();
        p.Mu.WriteUnlock();
    }

    public static void TheListMovesOn(Link list)
    {
        var t = list.Item;
        t.Mu.WriteLock();
        list = list.Next!;
        t.Data = 1;
        list.Item.Data = 1; // MML104
        t.Mu.WriteUnlock();
    }

    public static void TheCopyMovesOn(Link list)
    {
        var busy = list;
        var t = busy.Item;
        t.Mu.WriteLock();
        busy = busy.Next!;
        t.Data = 1;
        list.Item.Data = 2;
        t.Mu.WriteUnlock();
    }

    public static void DoWhileBetween(Thing t, int x)
    {
        var p = t;
        t.Mu.WriteLock();
        if (x > 0)
        {
            do
            {
            }
            while (x-- > 0);
        }
        p.Data = 1;
        p.Mu.WriteUnlock();
    }

    public static void OneOfTwo(Thing a, Thing b, bool first)
    {
        Thing p;
        if (first) p = a;
        else p = b;
        p.Mu.WriteLock();
        p.Data = 1;
        p.Mu.WriteUnlock();
    }

    public static void OneOfTwoByOperator(Thing a, Thing b, bool first)
    {
        var p = first ? a : b;
        p.Mu.WriteLock();
        p.Data = 1;
        p.Mu.WriteUnlock();
    }

    [AcquiresWrite("t.Mu")]
    public static void AcquiresByALocal(Thing t)
    {
        var mu = t.Mu;
        mu.WriteLock();
    }

    [ReleasesWrite("t.Mu")]
    public static void ReleasesByALocal(Thing t)
    {
        var mu = t.Mu;
        mu.WriteUnlock();
    }

    [AcquiresWrite("l.Item.Mu")]
    public static void AcquiresOfANestedObject(Link l)
    {
        var t = l.Item;
        t.Mu.WriteLock();
    }

    public static void AssignedToItself()
    {
        var t = Find();
        t = t;
        t.Mu.WriteLock();
        t.Data = 1;
        t.Mu.WriteUnlock();
    }

    public static void AssignedFromItself()
    {
        var t = Find();
        t = FindNext(t);
        t.Mu.WriteLock();
        t.Data = 1;
        t.Mu.WriteUnlock();
    }

    public static void BreakAndContinueBetween(Thing t, bool cond)
    {
        var p = t;
        p.Mu.WriteLock();
        for (int i = 0; i < 10; i++)
        {
            if (cond) break;
            if (Flip()) continue;
        }
        t.Data = 1;
        p.Mu.WriteUnlock();
    }

    public static void ReassignedInTheLoop(Thing a, Thing b, bool cond) // anywhere: MML205|MML202
    {
        var p = a;
        p.Mu.WriteLock(); // MML201
        for (int i = 0; i < 10; i++)
        {
            if (cond) p = b;
        }
        a.Data = 1;
        p.Mu.WriteUnlock();
    }

    public static void ByTupleSwap(Thing a, Thing b)
    {
        a.Mu.WriteLock();
        (a, b) = (b, a);
        b.Data = 1;
        a.Data = 1; // MML104
        b.Mu.WriteUnlock();
    }

    public static void ThroughAMutableField(Link l)
    {
        var t = l.Changing!;
        t.Mu.WriteLock();
        t.Data = 1;
        l.Changing!.Data = 2;
        l.Changing = new Thing();
        t.Data = 3;
        t.Mu.WriteUnlock();
    }

    public static void ByCast(object o)
    {
        ((Thing)o).Mu.WriteLock();
        ((Thing)o).Data = 1;
        var t = (Thing)o;
        t.Data = 2;
        (o as Thing)!.Mu.WriteUnlock();
    }

    public static void ByPattern(object o)
    {
        if (o is Thing t && o is Thing { } u)
        {
            t.Mu.WriteLock();
            u.Data = 1;
            ((Thing)o).Data = 2;
            u.Mu.WriteUnlock();
        }
    }
}
