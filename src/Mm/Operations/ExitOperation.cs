using Mm.Locks;

namespace Mm.Operations;

/// <summary>The end of an address space (<c>exit_mmap</c>).</summary>
internal static class ExitOperation
{
    /// <summary>Unmaps everything, sealed mappings too, and frees the tables. The pages go under the lock for read: who still looks at the process (ps) need not
    /// wait for them.</summary>
    [Excludes("mm.MmapLock")]
    internal static void Run(MmStruct mm)
    {
        using (mm.MmapLock.Read())
            mm.ZapMapped(0, PageMath.TaskSize);
        using (mm.MmapLock.Write())
        {
            DetachedRange? all = mm.GatherDetached(0, PageMath.TaskSize, ignoreSeals: true, out _);
            if (all != null)
                mm.TakeDown(all);
        }
        mm.Tables.Dispose();
    }
}
