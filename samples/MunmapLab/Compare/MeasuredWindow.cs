namespace MunmapLab.Compare;

/// <summary>The time in which the range is being unmapped: operations that were due in it count.</summary>
internal sealed class MeasuredWindow
{
    private long _from = long.MaxValue;
    private long _to = long.MaxValue;
    private int _abandoned;

    /// <summary>No further operation can be due in the window, or the run is given up.</summary>
    public bool IsOver(long due) => due > Volatile.Read(ref _to) || Volatile.Read(ref _abandoned) != 0;

    /// <summary>Whether an operation that is over counts.</summary>
    public bool Contains(long due) => due >= Volatile.Read(ref _from) && due <= Volatile.Read(ref _to);

    /// <summary>Its length.</summary>
    public long Nanoseconds => _to - _from;

    public void Open() => Volatile.Write(ref _from, Clock.Now);

    public void Close() => Volatile.Write(ref _to, Clock.Now);

    /// <summary>Ends the waiters at once.</summary>
    public void Abandon() => Volatile.Write(ref _abandoned, 1);
}
