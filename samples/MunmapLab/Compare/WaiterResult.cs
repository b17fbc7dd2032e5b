namespace MunmapLab.Compare;

/// <summary>What one waiter saw of one unmapping. Times are nanoseconds, of the operations that were due while the range was being unmapped.</summary>
/// <param name="Name">The waiter.</param>
/// <param name="Ops">Operations done.</param>
/// <param name="P50Ns">Half of the operations took no longer.</param>
/// <param name="P99Ns">All but one in a hundred took no longer.</param>
/// <param name="MaxNs">The longest, wall time.</param>
/// <param name="BlockedByUnmapMaxNs">The longest part of one operation that the unmapper is to blame for, in its processor time.</param>
/// <param name="Failures">Operations that did not do what they are meant to.</param>
internal sealed record WaiterResult(string Name, long Ops, long P50Ns, long P99Ns, long MaxNs, long BlockedByUnmapMaxNs, long Failures);
