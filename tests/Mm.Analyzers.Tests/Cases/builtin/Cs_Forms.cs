// Locks in the newer forms of the language.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Mm.Locks;

namespace Cases.Builtin;

public class CsForms(int start)
{
    private readonly Lock _lock = new();
    private readonly ReaderWriterLockSlim _rw = new();
    [GuardedBy("_lock")] private int _n = start;
    [GuardedBy("_rw")] private readonly Dictionary<string, int> _map = new() { ["a"] = 1 };
    [GuardedBy("_lock")] private string? _text;
    [GuardedBy("_lock")] private (int A, int B) _pair;

    public int Expression_Good() { lock (_lock) return _n; }
    public int Expression_Bad() => _n; // MML106
    public void NullCoalescing_Good() { lock (_lock) _text ??= "x"; }
    public void NullCoalescing_Bad() => _text ??= "x"; // MML104
    public void Tuple_Good() { lock (_lock) (_pair.A, _pair.B) = (1, 2); }
    public void Tuple_Bad() => (_n, _pair.A) = (1, 2); // MML104 x2
    public void Deconstruct_Bad() { var (a, _) = _pair; Console.WriteLine(a); } // MML106
    public void Swap_Bad(int x) { (x, _n) = (_n, x); Console.WriteLine(x); } // MML104
    public bool Pattern_Bad() => this is { _n: > 0 }; // MML106
    public bool Pattern_Good() { lock (_lock) return this is { _n: > 0 }; }
    public string Switch_Bad() => _n switch { 0 => "none", _ => "some" }; // MML106
    public string Switch_Good() { lock (_lock) return _n switch { 0 => "none", _ => _text ?? "some" }; }
    public string Interpolated_Bad() => $"{_n}"; // MML106
    public int? Conditional_Bad() => _text?.Length; // MML106
    public int? Conditional_Good() { lock (_lock) return _text?.Length; }
    public void RefArgument_Bad() => int.TryParse("1", out _n); // MML104
    public void RefLocal_Good() { lock (_lock) { ref int n = ref _n; n++; } }
    public int Nameof_Good() => nameof(_n).Length;
    public void Index_Bad() { _rw.EnterReadLock(); _map["b"] = _map["a"]; _rw.ExitReadLock(); } // MML105
    public void Index_Good() { _rw.EnterWriteLock(); _map["b"] = _map["a"]; _rw.ExitWriteLock(); }
    public static CsForms With_Good() => new(1) { _n = 2, _text = "y" };
    public static int Other_Bad(CsForms other) => other._n; // MML106
    public static int Other_Good(CsForms other) { lock (other._lock) return other._n; }
    public static void Fresh_Good() { var forms = new CsForms(3); forms._n = 4; forms._map.Add("c", 3); }
    public IEnumerable<int> Local_Good()
    {
        lock (_lock) { return Copy(); }
        int[] Copy() => [_n, _pair.A, _pair.B];
    }
    public static void Static_Good() { lock (Nested.Gate) Nested.Count++; }
    public static void Static_Bad() => Nested.Count++; // MML104

    private static class Nested
    {
        public static readonly Lock Gate = new();
        [GuardedBy("Gate")] public static int Count;
    }
}

public record Ledger(string Name)
{
    private readonly object _gate = new();
    [GuardedBy("_gate")] private int _n;
    public int N { get { lock (_gate) return _n; } init { _n = value; } }
    public Ledger Copy() { lock (_gate) return this with { _n = _n + 1 }; }
    public void Bad() => _n++; // MML104
}

public struct Counter
{
    private readonly object _gate;
    [GuardedBy("_gate")] private int _n;
    public Counter(int n) { _gate = new(); _n = n; }
    public int Good() { lock (_gate) return _n; }
    public int Bad() => _n; // MML106
}
