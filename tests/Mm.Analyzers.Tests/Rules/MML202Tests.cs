namespace Mm.Analyzers.Tests.Rules;

/// <summary>Lock is released that is not held.</summary>
public class MML202Tests
{
    [Fact]
    public Task A_release_of_nothing() => Verify(Reports("""
        partial class Counter
        {
            public void Wrong() => Sem.WriteUnlock();
            public void Right() { Sem.WriteLock(); Sem.WriteUnlock(); }
        }
        """));

    [Fact]
    public Task A_second_release() => Verify(Reports("""
        partial class Counter
        {
            public void Wrong()
            {
                Sem.WriteLock();
                Sem.WriteUnlock();
                Sem.WriteUnlock();
            }
        }
        """));

    [Fact]
    public Task A_release_of_another_object_s_lock() => Verify(Reports("""
        static class Users
        {
            public static void Wrong(Counter a, Counter b) { a.Sem.WriteLock(); b.Sem.WriteUnlock(); a.Sem.WriteUnlock(); }
        }
        """));

    [Fact]
    public Task A_release_on_the_arm_where_the_try_failed() => Verify(Reports("""
        partial class Counter
        {
            public void Wrong() { if (Sem.TryReadLock()) Sem.ReadUnlock(); else Sem.ReadUnlock(); }
        }
        """));

    [Fact]
    public Task A_release_after_finally() => Verify(Reports("""
        partial class Counter
        {
            public void Wrong() { Sem.WriteLock(); try { N = 1; } finally { Sem.WriteUnlock(); } Sem.WriteUnlock(); }
        }
        """));

    [Fact]
    public Task Monitor_SemaphoreSlim_and_Mutex() => Verify(Reports("""
        class Account
        {
            private readonly object _gate = new();
            private readonly SemaphoreSlim _one = new(1, 1);
            private readonly SemaphoreSlim _many = new(4);
            private readonly Mutex _mutex = new();
            public void Monitored() => Monitor.Exit(_gate);
            public void One() => _one.Release();
            public void Many() => _many.Release();
            public void OfAMutex() => _mutex.ReleaseMutex();
        }
        """));
}
