namespace Mm.Tests.Engine;

/// <summary>What a window of memory is like, page by page: the simplest thing that can be right. It knows no VMAs, no tables and no locks.</summary>
internal sealed class PageOracle(int pages)
{
    private readonly PageState?[] _pages = new PageState?[pages];

    internal int Count => _pages.Length;

    internal PageState? this[int page] => _pages[page];

    internal long Map(int first, int count, Prot prot)
    {
        for (int i = first; i < first + count; i++)
            _pages[i] = new PageState { Prot = prot };
        return (long)EngineFixture.At(first);
    }

    internal long Unmap(int first, int count)
    {
        Array.Clear(_pages, first, count);
        return 0;
    }

    internal long Protect(int first, int count, Prot prot)
    {
        for (int i = first; i < first + count; i++)
        {
            if (_pages[i] is not { } page)
                return -Errno.ENOMEM;
            page.Prot = prot;
        }
        return 0;
    }

    internal long DontNeed(int first, int count)
    {
        long result = 0;
        for (int i = first; i < first + count; i++)
        {
            if (_pages[i] is not { } page)
            {
                result = -Errno.ENOMEM;
                continue;
            }
            // A locked page stops the walk; pages are changed mapping by mapping, and a mapping is locked or not as a whole.
            if (page.Locked)
                return -Errno.EINVAL;
            page.Value = 0;
        }
        return result;
    }

    internal long Guard(int first, int count, bool install)
    {
        long result = 0;
        for (int i = first; i < first + count; i++)
        {
            if (_pages[i] is not { } page)
            {
                result = -Errno.ENOMEM;
                continue;
            }
            if (install && page.Locked)
                return -Errno.EINVAL;
            page.Value = install ? (byte)0 : page.Value;
            page.Guard = install;
        }
        return result;
    }

    /// <summary>mlock with MLOCK_ONFAULT (so that no page is brought in), and munlock.</summary>
    internal long Lock(int first, int count, bool locked)
    {
        for (int i = first; i < first + count; i++)
        {
            if (_pages[i] is not { } page)
                return -Errno.ENOMEM;
            page.Locked = locked;
        }
        return 0;
    }

    internal FaultOutcome Store(int at, byte value)
    {
        if (_pages[at] is not { } page)
            return FaultOutcome.MapErr;
        if ((page.Prot & Prot.Write) == 0)
            return FaultOutcome.AccErr;
        if (page.Guard)
            return FaultOutcome.MapErr;
        page.Value = value;
        return FaultOutcome.Ok;
    }

    internal FaultOutcome Load(int at, out byte value)
    {
        value = 0;
        if (_pages[at] is not { } page)
            return FaultOutcome.MapErr;
        if (page.Prot == Prot.None)
            return FaultOutcome.AccErr;
        if (page.Guard)
            return FaultOutcome.MapErr;
        value = page.Value;
        return FaultOutcome.Ok;
    }

    /// <summary>Whether one mapping can hold the pages, so that mremap accepts them as one.</summary>
    internal bool IsUniform(int first, int count)
    {
        for (int i = first; i < first + count; i++)
        {
            if (_pages[i] is not { } page || page.Prot != _pages[first]!.Prot || page.Locked != _pages[first]!.Locked)
                return false;
        }
        return true;
    }

    internal bool IsFree(int first, int count)
    {
        for (int i = first; i < first + count; i++)
        {
            if (_pages[i] != null)
                return false;
        }
        return true;
    }

    /// <summary>mremap with MREMAP_FIXED of mapped pages; the ranges do not overlap.</summary>
    internal long Move(int from, int count, int to)
    {
        for (int i = 0; i < count; i++)
        {
            _pages[to + i] = _pages[from + i];
            _pages[from + i] = null;
        }
        return (long)EngineFixture.At(to);
    }

    internal PageOracle Clone()
    {
        PageOracle copy = new(Count);
        for (int i = 0; i < Count; i++)
            copy._pages[i] = _pages[i] == null ? null : new PageState { Prot = _pages[i]!.Prot, Value = _pages[i]!.Value, Guard = _pages[i]!.Guard };
        return copy;
    }

    internal sealed class PageState
    {
        internal Prot Prot;
        internal byte Value;
        internal bool Guard;
        internal bool Locked;
    }
}
