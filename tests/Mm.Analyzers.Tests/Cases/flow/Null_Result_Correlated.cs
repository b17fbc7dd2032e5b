// A locked object or null is returned: the hold depends on the very value that is returned.
using Mm.Locks;

namespace Cases.Flow;

sealed class LockedPage { public readonly RwSem Sem = new(); [GuardedBy("Sem")] public int N; }

sealed class LockedPages
{
    static LockedPage? Find() => null;

    [AcquiresWrite("return.Sem", WhenNotNull = true)]
    public LockedPage? ByNullConditional()
    {
        var page = Find();
        page?.Sem.WriteLock();
        return page;
    }

    [AcquiresWrite("return.Sem", WhenNotNull = true)]
    public LockedPage? ByTest()
    {
        var page = Find();
        if (page != null) page.Sem.WriteLock();
        return page;
    }

    [AcquiresWrite("return.Sem", WhenNotNull = true)]
    public LockedPage? NotAlways(bool c)
    {
        var page = Find();
        if (c) page?.Sem.WriteLock();
        return page; // MML212
    }
}
