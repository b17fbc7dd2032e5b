using Mm.Frames;
using Mm.Locks;

namespace Mm.Files;

// Reading and writing the object as a file: pread and pwrite.
public sealed partial class AddressSpace
{
    /// <summary>Reads bytes (pread).</summary>
    /// <param name="offset">First byte.</param>
    /// <param name="to">Where they go.</param>
    /// <returns>Bytes read, fewer at the end and 0 beyond it; -ENOMEM if there is no frame and nothing was read.</returns>
    public long Read(ulong offset, Span<byte> to)
    {
        using (InvalidateLock.Read())
        {
            long done = 0;
            while (!to.IsEmpty && offset < _size)
            {
                int within = (int)(offset & (PageMath.Size - 1));
                int count = (int)Math.Min(Math.Min((ulong)to.Length, PageMath.Size - (ulong)within), _size - offset);
                Span<byte> part = to[..count];
                if (!ReadPart(PageMath.Pages(offset), within, part))
                    return done > 0 ? done : -Errno.ENOMEM;
                done += count;
                offset += (ulong)count;
                to = to[count..];
            }
            return done;
        }
    }

    /// <summary>Writes bytes (pwrite); the object grows if they end beyond its end.</summary>
    /// <param name="offset">First byte.</param>
    /// <param name="from">The bytes.</param>
    /// <returns>Bytes written; -EINVAL beyond the largest offset, -ENOMEM if there is no frame and nothing was written.</returns>
    public long Write(ulong offset, ReadOnlySpan<byte> from)
    {
        if (offset > MaxBytes || (ulong)from.Length > MaxBytes - offset)
            return -Errno.EINVAL;
        ulong end = offset + (ulong)from.Length;
        using (InvalidateLock.Write())
        {
            long done = 0;
            ulong old = _size;
            if (end > old)
                Volatile.Write(ref _size, end);
            while (!from.IsEmpty)
            {
                int within = (int)(offset & (PageMath.Size - 1));
                int count = Math.Min(from.Length, (int)PageMath.Size - within);
                if (!WritePart(PageMath.Pages(offset), within, from[..count]))
                {
                    Volatile.Write(ref _size, Math.Max(old, offset));
                    return done > 0 ? done : -Errno.ENOMEM;
                }
                done += count;
                offset += (ulong)count;
                from = from[count..];
            }
            return done;
        }
    }

    /// <summary>Shared memory that was never written reads as zero without taking a frame.</summary>
    [RequiresRead("InvalidateLock")]
    private bool ReadPart(ulong index, int within, Span<byte> to)
    {
        if (!TryGetCached(index, out Pfn pfn))
        {
            to.Clear();
            if (_reader == null)
                return true;
            if (GetPage(index, out pfn) != 0)
                return false;
        }
        Span<byte> content = _system.Frames.Content(pfn, create: false);
        if (content.IsEmpty)
            to.Clear();
        else
            content.Slice(within, to.Length).CopyTo(to);
        _system.Frames.Put(pfn);
        return true;
    }

    [RequiresWrite("InvalidateLock")]
    private bool WritePart(ulong index, int within, ReadOnlySpan<byte> from)
    {
        if (GetPage(index, out Pfn pfn) != 0)
            return false;
        Span<byte> content = _system.Frames.Content(pfn, create: true);
        bool written = !content.IsEmpty;
        if (written)
            from.CopyTo(content[within..]);
        _system.Frames.Put(pfn);
        return written;
    }
}
