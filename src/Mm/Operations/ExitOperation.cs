using Mm.Locks;

namespace Mm.Operations;

/// <summary>The end of an address space (<c>exit_mmap</c>).</summary>
internal static class ExitOperation
{
    /// <summary>Unmaps everything, sealed mappings too, and frees the tables.</summary>
    [Excludes("mm.MmapLock")]
    internal static void Run(MmStruct mm)
    {
        using (mm.MmapLock.Write())
        {
            DetachedRange? all = mm.GatherDetached(0, PageMath.TaskSize, ignoreSeals: true, out _);
            if (all != null)
                mm.TakeDown(all);
        }
        mm.Tables.Dispose();
    }
}
