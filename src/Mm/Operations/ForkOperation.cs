using Mm.Files;
using Mm.Locks;
using Mm.ReverseMap;
using Mm.Tlb;
using Mm.Userfault;

namespace Mm.Operations;

/// <summary>fork: copies an address space, pages on write (<c>dup_mmap</c>).</summary>
internal static class ForkOperation
{
    /// <summary>The child's address space; null with -ENOMEM or -EINTR.</summary>
    [Excludes("parent.MmapLock")]
    internal static MmStruct? Run(MmStruct parent, out long error)
    {
        error = parent.Protocol.BeginWrite(parent, 0, PageMath.TaskSize);
        if (error != 0)
            return null;
        MmStruct? child = null;
        try
        {
            child = new MmStruct(parent.System, parent.Options);
        }
        catch (InsufficientMemoryException)
        {
            error = -Errno.ENOMEM;
        }
        if (child != null)
        {
            child.MmapLock.WriteLockNested();
            error = CopyAll(parent, child);
            child.MmapLock.WriteUnlock();
        }
        parent.MmapLock.WriteUnlock();
        if (error == 0)
        {
            UserfaultNotices.Complete(parent);
            return child;
        }
        UserfaultNotices.Cancel();
        child?.Dispose();
        return null;
    }

    [RequiresWrite("parent.MmapLock", "child.MmapLock")]
    private static long CopyAll(MmStruct parent, MmStruct child)
    {
        child.Rlimits = parent.Rlimits;
        child.StartBrk = parent.StartBrk;
        child.BrkAddress = parent.BrkAddress;
        child.StartStack = parent.StartStack;
        child.MmapBase = parent.MmapBase;
        child.InheritThpDisabled(parent);
        MmuGather gather = parent.StartGather();
        long error = 0;
        for (ulong at = 0; error == 0 && parent.FindVma(at) is { } vma; at = vma.End)
        {
            if ((vma.Flags & VmFlags.DontCopy) == 0 && parent.Protocol.IsCopiedByFork(parent, vma))
                error = CopyOne(parent, child, vma, ref gather);
        }
        // The child must not run before the parent's CPUs have lost the right to store to what both share now.
        gather.Finish();
        return error;
    }

    [RequiresWrite("parent.MmapLock", "child.MmapLock")]
    private static long CopyOne(MmStruct parent, MmStruct child, [OwnedBy("parent")] Vma vma, ref MmuGather gather)
    {
        // A fault that is under way could give the mapping an anon_vma, or a page, between the steps.
        vma.StartWrite();
        ulong pages = vma.PageCount;
        VmFlags flags = vma.Flags;
        if ((flags & VmFlags.Account) != 0 && !child.System.TryCharge(pages))
            return -Errno.ENOMEM;
        Vma copy = child.RentVma();
        copy.Start = vma.Start;
        copy.End = vma.End;
        copy.PgOff = vma.PgOff;
        copy.Flags = flags & ~VmFlags.LockedMask;
        copy.AnonName = vma.AnonName;
        copy.MappedFile = vma.MappedFile;
        copy.Special = vma.Special;
        copy.StartGap = vma.StartGap;
        copy.StartWrite();
        copy.Userfaultfd = vma.Userfaultfd;
        UserfaultNotices.PrepareFork(parent, vma, child, copy);
        bool wiped = (flags & VmFlags.WipeOnFork) != 0;
        if (!wiped)
            AnonVmaChains.Fork(parent, vma, child, copy);
        long error = child.InsertVma(copy);
        if (error != 0)
        {
            child.UnlinkReverseMaps(copy);
            child.FreeVma(copy);
            if ((flags & VmFlags.Account) != 0)
                child.System.Uncharge(pages);
            return error;
        }
        child.AccountPages(flags, (long)pages);
        // Without an anon_vma and guards there is nothing but what a fault in the child finds again by itself.
        if (wiped || (vma.AnonVma == null && (flags & (VmFlags.MaybeGuard | VmFlags.PfnMap)) == 0))
            return 0;
        if ((flags & VmFlags.PfnTracked) != 0)
            vma.MappedFile!.Device!.Track((long)pages);
        if ((flags & VmFlags.Uprobe) != 0)
            child.Uprobes.UnionWith(parent.Uprobes.GetViewBetween(vma.Start, vma.End - 1));
        bool copyOnWrite = (flags & (VmFlags.Shared | VmFlags.MayWrite)) == VmFlags.MayWrite;
        return parent.Tables.TryCopyTo(child.Tables, vma.Start, vma.End, copyOnWrite, ref gather) ? 0 : -Errno.ENOMEM;
    }
}
