// Elements of arrays, lists, spans and dictionaries as lock paths: lock striping, a lock per part, and what makes an element another one.
#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Mm.Locks;

namespace Cases.Forms.Elements;

public sealed class Part
{
    public readonly RwSem Sem = new();
    [GuardedBy("Sem")] public int N;
}

public sealed class Striped
{
    private const int Mask = 7;
    private readonly object[] _gates = Enumerable.Range(0, 8).Select(_ => new object()).ToArray();
    private readonly ReaderWriterLockSlim[] _locks = [new(), new()];
    private readonly Part[] _parts = [new(), new()];
    private int _next;

    public void ByMonitor(int k) { Monitor.Enter(_gates[k]); try { Use(); } finally { Monitor.Exit(_gates[k]); } }
    public void ByHash(string key) { int hash = key.GetHashCode(); _locks[hash & Mask].EnterReadLock(); try { Use(); } finally { _locks[hash & Mask].ExitReadLock(); } }
    public void ByRemainder(uint h) { _locks[(int)(h % 2)].EnterWriteLock(); _locks[(int)(h % 2)].ExitWriteLock(); }
    public void ByOtherRemainder(uint h) { _locks[(int)(h % 2)].EnterWriteLock(); _locks[(int)(h % 3)].ExitWriteLock(); } // MML201, MML202
    public void Pulse(int k) { lock (_gates[k & Mask]) Monitor.Pulse(_gates[k & Mask]); }
    public void PulseOther(int k) { lock (_gates[k & Mask]) Monitor.Pulse(_gates[k]); } // MML101
    public void WrongMode(int k) { _locks[k].EnterReadLock(); _locks[k].ExitWriteLock(); } // MML203
    public void Leaks(int k, bool early) { _locks[k].EnterReadLock(); if (early) return; _locks[k].ExitReadLock(); } // MML201
    public void Constants() { _locks[0].EnterWriteLock(); _locks[1].EnterWriteLock(); _locks[1].ExitWriteLock(); _locks[0].ExitWriteLock(); }
    public void SameConstant() { _locks[0].EnterWriteLock(); _locks[0].EnterWriteLock(); _locks[0].ExitWriteLock(); _locks[0].ExitWriteLock(); } // MML204
    public void OneOfMany(int k) { _parts[k].Sem.WriteLock(); _parts[k].N = 1; _parts[k].Sem.WriteUnlock(); _parts[k].N = 2; } // MML104
    public void AnotherIndex(int k, int j) { _parts[k].Sem.WriteLock(); _parts[j].N = 1; _parts[k].Sem.WriteUnlock(); } // MML104
    public void SameIndex(int k, int j) { _parts[k].Sem.WriteLock(); if (k == j) _parts[j].N = 1; _parts[k].Sem.WriteUnlock(); }
    public void CopiedIndex(int k) { int j = k; using (_parts[k].Sem.Write()) _parts[j].N = 1; }
    public void CopiedElement(int k) { using var hold = _parts[k].Sem.Write(); var part = _parts[k]; part.N = 1; }
    public void IndexChanges(int k) { using (_parts[k].Sem.Write()) { k++; _parts[k].N = 1; } } // MML104
    public void MemberChanges() { using (_parts[_next].Sem.Write()) { _parts[_next].N = 1; _next++; _parts[_next].N = 2; } } // MML104
    public void CallChanges() { using (_parts[_next].Sem.Write()) { Advance(); _parts[_next].N = 2; } } // MML104
    public void ElementChanges(int k) { var old = _parts[k]; old.Sem.WriteLock(); _parts[k] = new Part(); _parts[k].N = 1; old.N = 1; old.Sem.WriteUnlock(); } // MML104
    public void PassedByReference(int k) { var old = _parts[k]; old.Sem.WriteLock(); Interlocked.Exchange(ref _parts[k], new Part()); _parts[k].N = 1; old.Sem.WriteUnlock(); } // MML104
    public void Each() { for (int i = 0; i < _parts.Length; i++) { _parts[i].Sem.WriteLock(); _parts[i].N = i; _parts[i].Sem.WriteUnlock(); } }
    public void EachGuarded() { for (int i = 0; i < _parts.Length; i++) using (_parts[i].Sem.Write()) _parts[i].N = i; }
    public void EachForgets() { for (int i = 0; i < _parts.Length; i++) { _parts[i].Sem.WriteLock(); _parts[i].N = i; } } // MML201
    public void Try(int k) { if (_parts[k].Sem.TryWriteLock()) { _parts[k].N = 1; _parts[k].Sem.WriteUnlock(); } }
    public void TryUntested(int k) { _parts[k].Sem.TryWriteLock(); _parts[k].N = 1; } // MML208
    public void Last() { using (_parts[^1].Sem.Write()) _parts[^1].N = 1; }
    public void LastButOne() { using (_parts[^1].Sem.Write()) _parts[^2].N = 1; } // MML104
    public void Computed(int n) { using (_parts[n - 1].Sem.Write()) _parts[n - 1].N = 1; }
    public void ComputedElse(int n) { using (_parts[n - 1].Sem.Write()) _parts[n + 1].N = 1; } // MML104
    public void EachLocked() { for (int i = 0; i < _gates.Length; i++) { lock (_gates[i]) { Monitor.Pulse(_gates[i]); } } }
    public void EachOther() { for (int i = 0; i < _gates.Length; i++) { lock (_gates[i]) { Monitor.Pulse(_gates[i + 1]); } } } // MML101
    public void EachBranches(bool b) { for (int i = 0; i < _parts.Length; i++) { _parts[i].Sem.WriteLock(); if (b) Use(); _parts[i].N = i; _parts[i].Sem.WriteUnlock(); } }
    public void EachTried() { for (int i = 0; i < _parts.Length; i++) { if (!_parts[i].Sem.TryWriteLock()) continue; try { _parts[i].N = i; } finally { _parts[i].Sem.WriteUnlock(); } } }
    public void EachFinally() { for (int i = 0; i < _gates.Length; i++) { Monitor.Enter(_gates[i]); try { Use(); } finally { Monitor.Exit(_gates[i]); } } }
    public void EachCopied(bool b) { for (int i = 0; i < _parts.Length; i++) { var part = _parts[i]; if (b) Use(); part.Sem.WriteLock(); if (b) Use(); _parts[i].N = i; part.Sem.WriteUnlock(); } }
    public void Twice() { for (int i = 0; i < 2; i++) for (int j = 0; j < 2; j++) { lock (_gates[i + j]) { Monitor.Pulse(_gates[i + j]); } } }
    public void Backwards() { int i = 7; while (i-- > 0) { lock (_gates[i]) Monitor.PulseAll(_gates[i]); } }
    private void Advance() => _next = (_next + 1) & Mask;
    private static void Use() { }
}

public sealed class Collections
{
    private readonly Dictionary<string, Part> _byName = [];
    private readonly List<Part> _list = [];

    public void Key(string name) { _byName[name].Sem.WriteLock(); _byName[name].N = 1; _byName[name].Sem.WriteUnlock(); }
    public void OtherKey(string name) { using (_byName["a"].Sem.Write()) _byName["b"].N = 1; } // MML104
    public void Replaced(string name) { using (_byName[name].Sem.Write()) { _byName[name] = new Part(); _byName[name].N = 1; } } // MML104
    public void Index(int i) { using (_list[i].Sem.Write()) _list[i].N = 1; }
    public void LastOfList() { using (_list[^1].Sem.Write()) _list[^1].N = 1; }
    public void Jagged(Part[][] parts, int i, int j) { using (parts[i][j].Sem.Write()) { parts[i][j].N = 1; parts[j][i].N = 1; } } // MML104
    public void Rectangular(Part[,] parts, int i, int j) { using (parts[i, j].Sem.Write()) { parts[i, j].N = 1; parts[j, i].N = 1; } } // MML104
    public void Spans(Span<Part> parts) { using (parts[0].Sem.Write()) { parts[0].N = 1; parts[1].N = 1; } } // MML104
    public void Interface(IReadOnlyList<Part> parts, int i) { using (parts[i].Sem.Write()) parts[i].N = 1; }
}

public struct Slot
{
    public readonly object Gate;
    [GuardedBy("Gate")] public int N;
    public Slot() => Gate = new object();
}

public sealed class Slots
{
    private readonly Slot[] _slots = [new(), new()];

    public void Direct(int i) { lock (_slots[i].Gate) _slots[i].N++; }
    public void Other(int i, int j) { lock (_slots[i].Gate) _slots[j].N++; } // MML104
    public void ByReference(int i) { ref var slot = ref _slots[i]; lock (slot.Gate) slot.N++; }
    public void OtherReference(int i, int j) { ref var slot = ref _slots[i]; ref var other = ref _slots[j]; lock (slot.Gate) other.N++; } // MML104
}

public sealed class GuardedElements
{
    private readonly object _gate = new();
    [GuardedBy("_gate")] private readonly int[] _counts = new int[4];
    [GuardedBy("_gate")] private readonly List<int> _list = [];

    public void LastOfList() { lock (_gate) _list[^1] = 1; }
    public void LastUnlocked() => _list[^1] = 1; // MML104
    public int ReadUnlocked() => _list[^1]; // MML106
    public void ByReference(int i) { ref int count = ref _counts[i]; count = 1; } // MML104|MML106
    public void ReferenceOutlives(int i)
    {
        ref int count = ref Unsafe;
        lock (_gate)
        {
            count = ref _counts[i];
            count++;
        }
        count = 2; // MML107
    }
    public ref int Leaves(int i) { lock (_gate) return ref _counts[i]; } // MML107
    public int Value(int i) { lock (_gate) return _counts[i]; }
    private int _unsafe;
    private ref int Unsafe => ref _unsafe;
}
