namespace Mm.Analyzers.Tests.Rules;

/// <summary>Object is unsuitable as a lock.</summary>
public class MML005Tests
{
    [Fact]
    public Task This_is_reachable_by_everyone() => Verify(Reports("""
        class Account
        {
            private readonly object _gate = new();
            public void Wrong() { lock (this) { } }
            public void Right() { lock (_gate) { } }
        }
        """));

    [Fact]
    public Task A_string_may_be_shared_by_strangers() => Verify(Reports("""
        class Account
        {
            private readonly string _name = "account";
            public void Literal() { lock ("account") { } }
            public void Field() { lock (_name) { } }
            public void Entered() { Monitor.Enter(_name); Monitor.Exit(_name); }
        }
        """));

    [Fact]
    public Task A_type_may_be_shared_by_strangers() => Verify(Reports("""
        class Account
        {
            private static readonly object s_gate = new();
            public void Wrong() { lock (typeof(Account)) { } }
            public void OfThis() { lock (GetType()) { } }
            public void Right() { lock (s_gate) { } }
        }
        """));

    [Fact]
    public Task A_boxed_value_is_a_new_object_every_time() => Verify(Reports("""
        class Account
        {
            private int _number;
            public void Wrong() { Monitor.Enter(_number); Monitor.Exit(_number); }
            public void Cast() { lock ((object)_number) { } }
        }
        """));

    [Fact]
    public Task A_lock_used_as_an_object_is_another_lock() => Verify(Reports("""
        class Account
        {
            private readonly Lock _gate = new();
            public void Wrong() { lock ((object)_gate) { } }
            public void Entered() { Monitor.Enter(_gate); Monitor.Exit(_gate); }
            public void Right() { lock (_gate) { } }
        }
        """));

    [Fact]
    public Task A_readonly_spin_lock_is_copied_at_every_use() => Verify(Reports("""
        class Account
        {
            private readonly SpinLock _copied = new();
            private SpinLock _kept = new();
            [GuardedBy("_kept")] private int _n;
            public void Wrong() { bool taken = false; try { _copied.Enter(ref taken); } finally { if (taken) _copied.Exit(); } }
            public void Right() { bool taken = false; try { _kept.Enter(ref taken); _n++; } finally { if (taken) _kept.Exit(); } }
        }
        """));
}
