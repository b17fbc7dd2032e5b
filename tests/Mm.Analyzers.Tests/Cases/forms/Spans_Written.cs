// What is written through a span of guarded state is written.
using System;
using Mm.Locks;

namespace Cases.Forms;

sealed class SpansWritten
{
    readonly RwSem _mu = new();
    [GuardedBy("_mu")] int[] _arr = new int[4];
    struct S { public int X; }
    [GuardedBy("_mu")] S[] _all = new S[4];
    public int Reads()
    {
        _mu.ReadLock();
        Span<int> s = _arr;
        int x = s[0] + s.Length;
        foreach (int i in s) x += i;
        foreach (ref readonly int i in s) x += i;
        foreach (var q in _all.AsSpan()) x += q.X;
        _mu.ReadUnlock();
        return x;
    }

    public void Writes()
    {
        _mu.ReadLock();
        Span<int> s = _arr;
        s[0] = 1; // MML105
        s[1]++; // MML105
        s.Clear(); // MML105
        s.Fill(2); // MML105
        _arr.AsSpan()[2] = 3; // MML105
        foreach (ref int i in s) i = 0; // MML105
        foreach (ref var q in _all.AsSpan()) q.X++; // MML105
        _mu.ReadUnlock();
    }

    public void Right()
    {
        _mu.WriteLock();
        Span<int> s = _arr;
        s[0] = 1;
        s[1]++;
        s.Clear();
        s.Fill(2);
        foreach (ref int i in s) i = 0;
        foreach (ref var q in _all.AsSpan()) q.X++;
        _mu.WriteUnlock();
        s[1] = 2; // MML107
    }
}

sealed class SpansDirect
{
    readonly RwSem _mu = new();
    [GuardedBy("_mu")] int[] _arr = new int[4];
    [GuardedBy("_mu")] readonly System.Collections.Generic.List<int> _list = new();

    public void Direct()
    {
        _mu.ReadLock();
        _arr.AsSpan().Clear(); // MML105
        _arr.AsSpan(1).Fill(3); // MML105
        _arr.AsSpan().Sort(); // MML105
        _arr.AsSpan().CopyTo(new int[4]);
        new int[4].CopyTo(_arr.AsSpan()); // MML105
        int x = _arr.AsSpan()[1] + _arr.AsMemory().Span[0];
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_list)[0] = 1; // MML105
        using var e = _list.GetEnumerator();
        while (e.MoveNext()) x += e.Current;
        ref int r = ref _arr.AsSpan()[3];
        x += r;
        r = 1; // MML105
        _mu.ReadUnlock();
    }

    public void Unheld()
    {
        _arr.AsSpan().Clear(); // MML106
        _arr.AsSpan()[0] = 1; // MML106
        Span<int> own = stackalloc int[4];
        own.Clear();
        own[0] = 1;
        foreach (ref int i in own) i = 1;
    }
}
