using Mm.Locks;

namespace Mm.Protocols;

/// <summary>The claim of one thread on a range of addresses, which outlives its hold of the mmap lock.</summary>
/// <remarks>Made under the mmap lock for write, so that nobody maps into the range before it is seen. Who needs the range waits until it is released,
/// holding nothing.</remarks>
[Lock("range token")]
public sealed class RangeToken
{
    private readonly RwSemaphore _held = new("range token", "RangeToken");

    internal RangeToken(ulong start, ulong end)
    {
        Start = start;
        End = end;
    }

    /// <summary>First address.</summary>
    public ulong Start { get; }

    /// <summary>First address past the range.</summary>
    public ulong End { get; }

    /// <summary>Claims the range. Never waits: nobody else knows the token yet.</summary>
    [AcquiresWrite(CanBlock = false)]
    internal void Claim()
    {
        if (!_held.TryWriteLock())
            throw new InvalidOperationException("A range is claimed once.");
    }

    /// <summary>Gives the range up. Who waits for it goes on.</summary>
    [ReleasesWrite]
    internal void Release() => _held.WriteUnlock();

    /// <summary>Waits until the claim has been given up.</summary>
    [Blocks]
    internal void Wait()
    {
        _held.ReadLock();
        _held.ReadUnlock();
    }
}
