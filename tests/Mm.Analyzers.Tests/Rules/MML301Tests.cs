namespace Mm.Analyzers.Tests.Rules;

/// <summary>Call excludes a lock that is held, or may block while a spinning lock is held.</summary>
public class MML301Tests
{
    [Fact]
    public Task A_call_that_takes_the_lock_itself() => Verify(Reports("""
        partial class Counter
        {
            [Excludes("Sem")] public void Bump() { using var hold = Sem.Write(); N++; }
            public void Wrong() { using var hold = Sem.Read(); Bump(); }
            public void Right() { using (Sem.Read()) { } Bump(); }
        }
        """));

    [Fact]
    public Task A_call_under_the_same_lock_of_another_object() => Verify(Reports("""
        static class Users
        {
            [Excludes("counter.Sem")] private static void Bump(Counter counter) { }
            public static void Wrong(Counter a) { using var hold = a.Sem.Write(); Bump(a); }
            public static void Right(Counter a, Counter b) { using var hold = a.Sem.Write(); Bump(b); }
        }
        """));

    [Fact]
    public Task The_system_call_entry_excludes_what_its_inner_form_requires() => Verify(Reports("""
        class Space
        {
            public readonly RwSem MmapLock = new();
            [Excludes("MmapLock")] public void Unmap() { using var hold = MmapLock.Write(); UnmapLocked(); }
            [RequiresWrite("MmapLock")] public void UnmapLocked() { }
            [RequiresWrite("MmapLock")] public void Wrong() => Unmap();
            [RequiresWrite("MmapLock")] public void Right() => UnmapLocked();
        }
        """));

    [Fact]
    public Task Sleeping_under_a_spinning_lock() => Verify(Reports("""
        [Lock(Spins = true)] public sealed class Spin { [AcquiresWrite] public extern void Enter(); [ReleasesWrite] public extern void Exit(); }
        class Table
        {
            private readonly Spin _spin = new();
            private readonly RwSem _sem = new();
            [Blocks] private void WaitForDisk() { }
            public void Calls() { _spin.Enter(); WaitForDisk(); _spin.Exit(); }
            public void Sleeps() { _spin.Enter(); Thread.Sleep(1); _spin.Exit(); }
            public void Locks() { _spin.Enter(); _sem.WriteLock(); _sem.WriteUnlock(); _spin.Exit(); }
            public void Tries() { _spin.Enter(); if (_sem.TryWriteLock()) _sem.WriteUnlock(); _spin.Exit(); }
            public void Right() { _sem.WriteLock(); _spin.Enter(); _spin.Exit(); WaitForDisk(); _sem.WriteUnlock(); }
        }
        """));

    [Fact]
    public Task SpinLock_spins() => Verify(Reports("""
        class Table
        {
            private SpinLock _spin = new();
            private readonly object _gate = new();
            public void Wrong(Task task)
            {
                bool taken = false;
                try { _spin.Enter(ref taken); task.Wait(); lock (_gate) { } }
                finally { if (taken) _spin.Exit(); }
            }
        }
        """));
}
