namespace Mm.PageTables;

/// <summary>How much native memory the tables and frames of a machine use, and may use.</summary>
/// <remarks>Thread-safe. Running out is an answer (ENOMEM), never an exception.</remarks>
public sealed class NativeBudget
{
    private readonly long _limit;
    private long _used;

    /// <summary>A budget.</summary>
    /// <param name="limit">Bytes that may be in use at once.</param>
    public NativeBudget(long limit = long.MaxValue) => _limit = limit;

    /// <summary>Bytes in use.</summary>
    /// <remarks>Read whole; pairs with the additions, and orders nothing.</remarks>
    public long Used => Volatile.Read(ref _used);

    /// <summary>Charges so many bytes, unless that goes over the limit.</summary>
    /// <param name="bytes">How many.</param>
    internal bool TryCharge(long bytes)
    {
        // A sum that several threads change; it orders nothing else. Taken before the test and given back, so that two threads cannot both have the last bytes.
        if (Interlocked.Add(ref _used, bytes) <= _limit)
        {
            return true;
        }

        Uncharge(bytes);
        return false;
    }

    /// <summary>Takes a charge back.</summary>
    /// <param name="bytes">How many bytes.</param>
    /// <remarks>As in <see cref="TryCharge"/>.</remarks>
    internal void Uncharge(long bytes) => Interlocked.Add(ref _used, -bytes);
}
