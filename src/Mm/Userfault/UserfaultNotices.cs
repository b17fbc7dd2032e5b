using Mm.Locks;

namespace Mm.Userfault;

/// <summary>The messages that the running system call owes: prepared under the mmap lock, delivered when it has been let go of, for whoever reads them may
/// need it.</summary>
/// <remarks>Between the two, pages cannot be filled in (UFFDIO_COPY and UFFDIO_ZEROPAGE are -EAGAIN): the reader would fill a layout that it does not know
/// yet. The list is the calling thread's: a thread is in one system call at a time.</remarks>
internal static class UserfaultNotices
{
    [ThreadStatic]
    private static List<UserfaultNotice>? t_prepared;

    /// <summary>A mapping of a range is about to be unmapped (<c>userfaultfd_unmap_prep</c>): one message for all mappings of the range that one descriptor
    /// has.</summary>
    [RequiresWrite("mm.MmapLock")]
    internal static void PrepareUnmap(MmStruct mm, [OwnedBy("mm")] Vma vma, ulong start, ulong end)
    {
        Userfaultfd? uffd = vma.Userfaultfd;
        if (uffd == null || !uffd.Has(UserfaultFeatures.EventUnmap))
            return;
        List<UserfaultNotice> prepared = t_prepared ??= [];
        foreach (UserfaultNotice notice in prepared)
        {
            if (notice.CoversUnmap(uffd, start, end))
                return;
        }
        prepared.Add(Prepare(uffd, new UserfaultMessage(UserfaultEvent.Unmap, start, end)));
    }

    /// <summary>The pages of a mapping have moved to a new one (<c>mremap_userfaultfd_prep</c>): told, or the new one is not registered any more.</summary>
    /// <param name="mm">The address space.</param>
    /// <param name="moved">The new mapping.</param>
    /// <param name="from">The old address.</param>
    /// <param name="to">The new address.</param>
    /// <param name="length">Bytes that moved.</param>
    [RequiresWrite("mm.MmapLock")]
    internal static void PrepareRemap(MmStruct mm, [OwnedBy("mm")] Vma moved, ulong from, ulong to, ulong length)
    {
        Userfaultfd? uffd = moved.Userfaultfd;
        if (uffd == null)
            return;
        if (!uffd.Has(UserfaultFeatures.EventRemap))
        {
            Disarm(mm, moved);
            return;
        }

        // Before the message that the tail that was cut off is gone, as in the kernel.
        List<UserfaultNotice> prepared = t_prepared ??= [];
        int at = prepared.FindIndex(notice => notice.Message.Event == UserfaultEvent.Unmap && notice.Message.Address == from + length);
        prepared.Insert(at < 0 ? prepared.Count : at, Prepare(uffd, new UserfaultMessage(UserfaultEvent.Remap, from, to, length)));
    }

    /// <summary>A child's copy of a registered mapping (<c>dup_userfaultfd</c>): it gets a descriptor of its own, or is not registered.</summary>
    [RequiresWrite("mm.MmapLock", "child.MmapLock")]
    internal static void PrepareFork(MmStruct mm, [OwnedBy("mm")] Vma vma, MmStruct child, [OwnedBy("child")] Vma copy)
    {
        Userfaultfd? uffd = vma.Userfaultfd;
        if (uffd == null)
            return;
        if (!uffd.Has(UserfaultFeatures.EventFork))
        {
            Disarm(child, copy);
            return;
        }
        List<UserfaultNotice> prepared = t_prepared ??= [];
        UserfaultNotice? notice = prepared.Find(earlier => ReferenceEquals(earlier.Uffd, uffd) && earlier.Message.Event == UserfaultEvent.Fork);
        if (notice == null)
        {
            notice = Prepare(uffd, new UserfaultMessage(UserfaultEvent.Fork, 0, Child: uffd.ForChild(child)));
            prepared.Add(notice);
        }
        copy.StartWrite();
        copy.Userfaultfd = notice.Message.Child;
    }

    /// <summary>The pages of a mapping are about to be dropped (<c>userfaultfd_remove</c>): null if nobody wants to know, else what to deliver first, with
    /// nothing held.</summary>
    [RequiresRead("mm.MmapLock")]
    internal static UserfaultNotice? PrepareRemove(MmStruct mm, [OwnedBy("mm")] Vma vma, ulong start, ulong end)
    {
        Userfaultfd? uffd = vma.Userfaultfd;
        return uffd != null && uffd.Has(UserfaultFeatures.EventRemove)
            ? Prepare(uffd, new UserfaultMessage(UserfaultEvent.Remove, start, end))
            : null;
    }

    /// <summary>Delivers what this thread's system call owes, each message in turn, and waits until it has been read (<c>userfaultfd_unmap_complete</c> and
    /// its like). Messages of a call that failed are delivered too, as the kernel does.</summary>
    [Excludes("mm.MmapLock")]
    [Blocks]
    internal static void Complete(MmStruct mm)
    {
        if (!mm.HasUserfaultfds || t_prepared is not { Count: > 0 } prepared)
            return;
        t_prepared = null;
        foreach (UserfaultNotice notice in prepared)
            notice.Uffd.Deliver(notice);
    }

    /// <summary>The call failed and what it had announced did not happen (fork).</summary>
    internal static void Cancel()
    {
        if (t_prepared is not { } prepared)
            return;
        t_prepared = null;
        foreach (UserfaultNotice notice in prepared)
            notice.Uffd.EndChange();
    }

    /// <summary>The mapping is not registered any more (<c>userfaultfd_reset_ctx</c>).</summary>
    [RequiresWrite("mm.MmapLock")]
    internal static void Disarm(MmStruct mm, [OwnedBy("mm")] Vma vma)
    {
        vma.ModifyFlags(VmFlags.None, VmFlags.UffdMissing);
        vma.Userfaultfd = null;
    }

    private static UserfaultNotice Prepare(Userfaultfd uffd, in UserfaultMessage message)
    {
        uffd.BeginChange();
        return new UserfaultNotice(uffd, in message);
    }
}
