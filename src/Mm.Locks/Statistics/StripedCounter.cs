namespace Mm.Locks;

/// <summary>A counter that many threads raise without meeting at one cache line.</summary>
internal sealed class StripedCounter
{
    private const int Stripes = 16;
    private const int Stride = 8;

    // One stripe before the first is left empty, so that the array's header is not shared with it.
    private readonly long[] _cells = new long[(Stripes + 1) * Stride];

    internal long Value
    {
        get
        {
            long sum = 0;
            for (int i = 1; i <= Stripes; i++)
            {
                sum += Volatile.Read(ref _cells[i * Stride]);
            }

            return sum;
        }
    }

    // Threads share a stripe when their numbers are equal modulo 16, so the increment must be one step; it pairs with nothing else.
    internal void Increment() => Interlocked.Increment(ref _cells[(1 + (Environment.CurrentManagedThreadId & (Stripes - 1))) * Stride]);

    internal void Reset() => Array.Clear(_cells, 0, _cells.Length);
}
