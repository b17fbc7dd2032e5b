using Mm.Locks;

namespace OrdinaryLocks;

/// <summary>A file-like log with asynchronous writes: a semaphore with one permit is a lock that may be held across await.</summary>
public sealed class AsyncGate(Stream stream) : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);

    [GuardedBy(nameof(_gate))]
    private long _written;

    /// <summary>Appends a block; blocks are never mixed.</summary>
    public async Task AppendAsync(ReadOnlyMemory<byte> block, CancellationToken cancellationToken = default)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await stream.WriteAsync(block, cancellationToken).ConfigureAwait(false);
            _written += block.Length;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>How many bytes have been appended.</summary>
    public async Task<long> WrittenAsync()
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            return _written;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync().ConfigureAwait(false);
        _gate.Dispose();
    }
}
