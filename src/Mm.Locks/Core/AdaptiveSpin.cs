namespace Mm.Locks;

/// <summary>How long to spin before parking: as long as spinning has been worth it at this lock lately.</summary>
/// <remarks>Threads update it without synchronisation: it is a hint, and a lost update costs nothing but a few turns.</remarks>
internal struct AdaptiveSpin
{
    /// <summary>The pause of a turn, for <see cref="Thread.SpinWait"/>.</summary>
    internal const int Pause = 20;

    private const int Most = 40;
    private const int Probe = 16;

    private int _rounds;
    private int _skipped;

    /// <summary>How many turns to spin now; 0 to park at once.</summary>
    internal int Rounds
    {
        get
        {
            if (!Waiter.MaySpin)
            {
                return 0;
            }

            // A lock at which spinning did not help is tried again now and then.
            return _rounds > 0 ? _rounds : (++_skipped % Probe == 0 ? Most / 4 : (_skipped == 1 ? Most / 2 : 0));
        }
    }

    /// <summary>Learns from a spin.</summary>
    /// <param name="helped">Whether the lock was acquired by it.</param>
    internal void Learn(bool helped) => _rounds = helped ? Math.Min(Most, _rounds + 8) : Math.Max(0, _rounds - 4);
}
