// A path through a reference that is known to be null is met; the same null test around acquire and release correlates.
#nullable enable
using Mm.Locks;

namespace Cases.Flow.NullPaths;

sealed class File
{
    public readonly RwSem Sem = new();
}

sealed class Area
{
    public readonly RwSem Lock = new();
    public File? File { get; set; }
    public readonly File? Fixed;
    [GuardedBy("Lock")] [GuardedBy("File.Sem")] public int Start;
    [RequiresWrite("File.Sem")] public void Unlink() { }
}

static class Users
{
    public static void Anonymous(Area area)
    {
        area.Lock.WriteLock();
        if (area.File == null) area.Start = 1;
        area.Lock.WriteUnlock();
    }

    public static void Mapped(Area area)
    {
        area.Lock.WriteLock();
        if (area.File != null) area.Start = 1; // MML104
        area.Lock.WriteUnlock();
    }

    public static void Conditional(Area area)
    {
        area.Fixed?.Sem.WriteLock();
        area.Fixed?.Sem.WriteUnlock();
    }

    public static void ConditionalLocal(Area area)
    {
        File? file = area.File;
        file?.Sem.WriteLock();
        System.Console.WriteLine();
        file?.Sem.WriteUnlock();
    }

    public static void SameTest(Area area)
    {
        File? file = area.File;
        if (file != null) file.Sem.WriteLock();
        System.Console.WriteLine();
        if (file is not null) file.Sem.WriteUnlock();
    }

    public static void Leaks(Area area)
    {
        File? file = area.File;
        file?.Sem.WriteLock(); // MML201
    }

    public static void Requirement(Area area)
    {
        if (area.File is null) area.Unlink();
        else area.Unlink(); // MML101
    }
}
