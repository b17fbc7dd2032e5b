using Mm.Frames;
using Mm.Locks;
using Mm.ReverseMap;

namespace Mm.Files;

// The page cache of the object: which pages are in memory, its size, and what takes pages away.
public sealed partial class AddressSpace
{
    /// <summary>Largest file offset.</summary>
    private const ulong MaxBytes = long.MaxValue;

    private readonly Lock _pagesLock = new();

    /// <summary>The pages in memory, each with a reference of the cache; under <see cref="_pagesLock"/> (the kernel's i_pages lock).</summary>
    [GuardedBy("_pagesLock")]
    private readonly Dictionary<ulong, Pfn> _pages = [];

    /// <summary>Size in bytes; changed under <see cref="InvalidateLock"/> for write, read without a lock by those who look again under it.</summary>
    [GuardedBy("InvalidateLock", LockFreeReads = true)]
    private ulong _size;

    /// <summary>Size in bytes.</summary>
    public ulong Size => Volatile.Read(ref _size);

    /// <summary>Pages in memory.</summary>
    public int CachedPages
    {
        get
        {
            lock (_pagesLock)
                return _pages.Count;
        }
    }

    /// <summary>Whether a range of the object can be mapped at all (<c>file_mmap_ok</c>).</summary>
    internal bool CanMapAt(ulong pgOff, ulong length) => length <= MaxBytes && pgOff <= PageMath.Pages(MaxBytes - length);

    /// <summary>Whether a page is in memory.</summary>
    internal bool IsCached(ulong index)
    {
        lock (_pagesLock)
            return _pages.ContainsKey(index);
    }

    /// <summary>Gets a page, reading it if it is not in memory. The caller gets a reference to the frame.</summary>
    /// <param name="index">Which page.</param>
    /// <param name="pfn">Its frame.</param>
    /// <returns>0, -EFAULT beyond the end, -ENOMEM if there is no frame.</returns>
    [RequiresRead("InvalidateLock")]
    internal long GetPage(ulong index, out Pfn pfn) => GetPage(index, mustBeCached: false, out pfn);

    /// <summary>As <see cref="GetPage(ulong, out Pfn)"/>; -EAGAIN for a page that is not in memory, if it must be.</summary>
    [RequiresRead("InvalidateLock")]
    internal long GetPage(ulong index, bool mustBeCached, out Pfn pfn)
    {
        if (index >= PageMath.Pages(PageMath.Up(Size)))
        {
            pfn = Pfn.None;
            return -Errno.EFAULT;
        }
        FrameTable frames = _system.Frames;
        lock (_pagesLock)
        {
            if (!_pages.TryGetValue(index, out pfn))
            {
                if (mustBeCached)
                    return -Errno.EAGAIN;
                if (!frames.TryAlloc(out pfn))
                    return -Errno.ENOMEM;
                frames.InitialiseCached(pfn, 0, index, IsShmem);
                Fill(frames, pfn, index);
                _pages.Add(index, pfn);
            }
            frames.Get(pfn);
            return 0;
        }
    }

    /// <summary>Adds a page that its filler has allocated; the cache takes the reference.</summary>
    /// <returns>0, -EFAULT beyond the end, -EEXIST if the page is in memory already.</returns>
    [RequiresRead("InvalidateLock")]
    internal long TryAddPage(ulong index, Pfn pfn)
    {
        if (index >= PageMath.Pages(PageMath.Up(Size)))
            return -Errno.EFAULT;
        lock (_pagesLock)
        {
            if (_pages.ContainsKey(index))
                return -Errno.EEXIST;
            _system.Frames.InitialiseCached(pfn, 0, index, IsShmem);
            _pages.Add(index, pfn);
            return 0;
        }
    }

    /// <summary>Gets a page if it is in memory, with a reference.</summary>
    internal bool TryGetCached(ulong index, out Pfn pfn)
    {
        lock (_pagesLock)
        {
            if (!_pages.TryGetValue(index, out pfn))
                return false;
            _system.Frames.Get(pfn);
            return true;
        }
    }

    private void Fill(FrameTable frames, Pfn pfn, ulong index)
    {
        byte[]? bytes = _reader?.Invoke(index);
        if (bytes is not { Length: > 0 })
            return;
        Span<byte> content = frames.Content(pfn, create: true);
        int count = (int)Math.Min((ulong)Math.Min(bytes.Length, content.Length), Size - (index << PageMath.Shift));
        bytes.AsSpan(0, count).CopyTo(content);
    }

    /// <summary>Sets the size (ftruncate). What lies beyond is taken out of all mappings, private copies too, and out of memory.</summary>
    /// <param name="size">The new size in bytes.</param>
    public void Truncate(ulong size)
    {
        using (InvalidateLock.Write())
        {
            ulong old = _size;
            Volatile.Write(ref _size, size);
            if (size >= old)
                return;
            ulong first = PageMath.Pages(PageMath.Up(size));
            Unmap(first, ulong.MaxValue, privateCopies: true);
            DropPages(first, ulong.MaxValue);
            ClearTail(size);
        }
    }

    /// <summary>Punches a hole (fallocate with FALLOC_FL_PUNCH_HOLE): whole pages are dropped, parts of pages are cleared; the size stays.</summary>
    /// <param name="offset">First byte.</param>
    /// <param name="length">Bytes.</param>
    public void PunchHole(ulong offset, ulong length)
    {
        ulong end = offset + length < offset ? ulong.MaxValue : offset + length;
        using (InvalidateLock.Write())
        {
            ulong first = PageMath.Pages(PageMath.Up(offset));
            ulong last = PageMath.Pages(end);
            if (first < last)
            {
                Unmap(first, last - 1, privateCopies: false);
                DropPages(first, last - 1);
            }
            if (first > last)
            {
                ClearCached(last, offset, end);
                return;
            }
            ClearCached(first - 1, offset, first << PageMath.Shift);
            ClearCached(last, last << PageMath.Shift, end);
        }
    }

    /// <summary>The last mapping of an object that nothing else refers to is gone: its pages are of no use any more.</summary>
    internal void ReleaseIfUnmapped()
    {
        if (!DiesUnmapped)
            return;
        using (InvalidateLock.Write())
        {
            bool unmapped;
            using (IMmapLock.Read())
                unmapped = Mappings.Count == 0;
            if (unmapped)
                DropPages(0, ulong.MaxValue);
        }
    }

    /// <summary>Takes pages out of every mapping of the object (<c>unmap_mapping_range</c>).</summary>
    [RequiresWrite("InvalidateLock")]
    private void Unmap(ulong first, ulong last, bool privateCopies)
    {
        using (IMmapLock.Read())
        {
            for (RmapNode? node = Mappings.FirstOverlap(first, last); node != null; node = Mappings.NextOverlap(node, first, last))
            {
                ulong from = node.Address + ((Math.Max(first, node.First) - node.First) << PageMath.Shift);
                ulong to = node.Address + ((Math.Min(last, node.Last) - node.First + 1) << PageMath.Shift);
                node.Vma.Mm.ZapThroughRmap(from, to, privateCopies);
            }
        }
    }

    [RequiresWrite("InvalidateLock")]
    private void DropPages(ulong first, ulong last)
    {
        List<Pfn> dropped = [];
        lock (_pagesLock)
        {
            foreach ((ulong index, Pfn pfn) in _pages)
            {
                if (index >= first && index <= last)
                    dropped.Add(pfn);
            }
            foreach (Pfn pfn in dropped)
                _pages.Remove(_system.Frames.Index(pfn));
        }
        foreach (Pfn pfn in dropped)
            _system.Frames.Put(pfn);
    }

    /// <summary>Clears a part of a page, if it is in memory.</summary>
    /// <param name="index">The page.</param>
    /// <param name="start">First byte, in the page.</param>
    /// <param name="end">First byte behind it; the page's end at most.</param>
    [RequiresWrite("InvalidateLock")]
    private void ClearCached(ulong index, ulong start, ulong end)
    {
        if (start >= end)
            return;
        lock (_pagesLock)
        {
            if (!_pages.TryGetValue(index, out Pfn pfn))
                return;
            Span<byte> content = _system.Frames.Content(pfn, create: false);
            if (!content.IsEmpty)
                content.Slice((int)(start - (index << PageMath.Shift)), (int)(end - start)).Clear();
        }
    }

    /// <summary>What lies behind the end in the last page reads as zero, should the file grow again.</summary>
    [RequiresWrite("InvalidateLock")]
    private void ClearTail(ulong size)
    {
        int offset = (int)(size & (PageMath.Size - 1));
        lock (_pagesLock)
        {
            if (offset == 0 || !_pages.TryGetValue(PageMath.Pages(size), out Pfn pfn))
                return;
            Span<byte> content = _system.Frames.Content(pfn, create: false);
            if (!content.IsEmpty)
                content[offset..].Clear();
        }
    }
}
