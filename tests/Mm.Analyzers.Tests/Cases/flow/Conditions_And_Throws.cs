// Conditions inside a lock statement whose evaluation may throw: the finally block that runs then has conditions of its own.
using System.Collections.Generic;
using Mm.Locks;

namespace Cases;

public sealed class Range
{
    public long Upper { get; set; }
    public long Lower { get; set; }
    public int Count(int from) => from;
}

public sealed class Window
{
    private readonly object _gate = new();
    private readonly object _other = new();
    private readonly bool _closed;
    private readonly long _start = 1;
    [GuardedBy(nameof(_gate))] private int _acked;
    [GuardedBy(nameof(_other))] private int _seen;

    public void Acknowledge(List<Range> ranges, out bool invalid, out bool odd)
    {
        invalid = false;
        odd = false;
        bool fresh = false, old = false;
        lock (_gate)
        {
            if (_closed) return;
            int left = (int)_start;
            for (int i = 0; i < ranges.Count; i++)
            {
                var range = ranges[i];
                if (range.Upper > 3)
                {
                    _seen++; // MML104
                    invalid = true;
                    return;
                }
                if ((range.Lower > 1 && range.Lower <= 2) || range.Upper < 2)
                {
                    _seen++; // MML104
                    old = true;
                }
                if (range.Upper >= _start)
                {
                    if (range.Lower <= _start)
                    {
                        _seen++; // MML104
                        fresh = true;
                    }
                    if (!fresh)
                    {
                        _seen++; // MML104
                        fresh = range.Count(1) < 2;
                    }
                    if (left > 0 && !old)
                    {
                        _seen++; // MML104
                        _acked++;
                        left -= range.Count((int)(range.Lower < _start ? 0 : range.Lower - _start));
                    }
                }
            }
            if (left > 0) old = true;
        }
        odd = old && fresh;
        _acked++; // MML104
    }
}
