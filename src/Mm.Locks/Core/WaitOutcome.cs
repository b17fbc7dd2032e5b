namespace Mm.Locks;

/// <summary>Why a parked thread goes on.</summary>
internal enum WaitOutcome
{
    /// <summary>The lock is its own.</summary>
    Granted,

    /// <summary>The lock may be free, and it is the thread's turn to try.</summary>
    Poked,

    /// <summary>It was asked to give up.</summary>
    Cancelled,
}
