namespace Mm.Locks;

/// <summary>A thread that waits are attributed to, with its clock.</summary>
internal sealed class MarkedThread
{
    [ThreadStatic]
    private static MarkedThread? t_current;

    private readonly ThreadCpuClock _clock = ThreadCpuClock.OfCurrentThread();

    private MarkedThread()
    {
    }

    internal static MarkedThread Current => t_current ??= new MarkedThread();

    internal bool IsCurrent => ReferenceEquals(t_current, this);

    internal long CpuNanoseconds => _clock.Nanoseconds;
}
