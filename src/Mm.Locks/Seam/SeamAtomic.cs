namespace Mm.Locks;

/// <summary>The atomic accesses as an explorer sees them: announced before they take place, reported after.</summary>
/// <remarks>The memory itself always holds the newest value in the order of modification; a weak memory model is the scheduler answering a load with an
/// older one.</remarks>
internal static class SeamAtomic
{
    internal static int Load(object owner, int location, ScheduleKind kind, ref int word)
    {
        ISchedulePoints? scheduler = SchedulePoints.Installed;
        scheduler?.Reach(owner, location, kind);
        int value = Volatile.Read(ref word);
        return scheduler is null ? value : (int)scheduler.Loaded(owner, location, kind, value);
    }

    internal static void Store(object owner, int location, ScheduleKind kind, ref int word, int value)
    {
        ISchedulePoints? scheduler = SchedulePoints.Installed;
        scheduler?.Reach(owner, location, kind);
        Volatile.Write(ref word, value);
        scheduler?.Stored(owner, location, kind, value);
    }

    internal static int CompareExchange(object owner, int location, ref int word, int value, int comparand)
    {
        ISchedulePoints? scheduler = SchedulePoints.Installed;
        scheduler?.Reach(owner, location, ScheduleKind.AtomicUpdate);
        int seen = Interlocked.CompareExchange(ref word, value, comparand);
        if (seen == comparand)
        {
            scheduler?.Stored(owner, location, ScheduleKind.AtomicUpdate, value);
        }
        else
        {
            scheduler?.Loaded(owner, location, ScheduleKind.AtomicUpdate, seen);
        }

        return seen;
    }

    internal static int Add(object owner, int location, ref int word, int addend)
    {
        ISchedulePoints? scheduler = SchedulePoints.Installed;
        scheduler?.Reach(owner, location, ScheduleKind.AtomicUpdate);
        int value = Interlocked.Add(ref word, addend);
        scheduler?.Stored(owner, location, ScheduleKind.AtomicUpdate, value);
        return value;
    }

    internal static int Exchange(object owner, int location, ref int word, int value)
    {
        ISchedulePoints? scheduler = SchedulePoints.Installed;
        scheduler?.Reach(owner, location, ScheduleKind.AtomicUpdate);
        int before = Interlocked.Exchange(ref word, value);
        scheduler?.Stored(owner, location, ScheduleKind.AtomicUpdate, value);
        return before;
    }

    internal static long Load(object owner, int location, ScheduleKind kind, ref long word)
    {
        ISchedulePoints? scheduler = SchedulePoints.Installed;
        scheduler?.Reach(owner, location, kind);
        long value = Volatile.Read(ref word);
        return scheduler is null ? value : (long)scheduler.Loaded(owner, location, kind, value);
    }

    internal static void Store(object owner, int location, ScheduleKind kind, ref long word, long value)
    {
        ISchedulePoints? scheduler = SchedulePoints.Installed;
        scheduler?.Reach(owner, location, kind);
        Volatile.Write(ref word, value);
        scheduler?.Stored(owner, location, kind, value);
    }

    internal static long CompareExchange(object owner, int location, ref long word, long value, long comparand)
    {
        ISchedulePoints? scheduler = SchedulePoints.Installed;
        scheduler?.Reach(owner, location, ScheduleKind.AtomicUpdate);
        long seen = Interlocked.CompareExchange(ref word, value, comparand);
        if (seen == comparand)
        {
            scheduler?.Stored(owner, location, ScheduleKind.AtomicUpdate, value);
        }
        else
        {
            scheduler?.Loaded(owner, location, ScheduleKind.AtomicUpdate, seen);
        }

        return seen;
    }

    internal static long Add(object owner, int location, ref long word, long addend)
    {
        ISchedulePoints? scheduler = SchedulePoints.Installed;
        scheduler?.Reach(owner, location, ScheduleKind.AtomicUpdate);
        long value = Interlocked.Add(ref word, addend);
        scheduler?.Stored(owner, location, ScheduleKind.AtomicUpdate, value);
        return value;
    }
}
