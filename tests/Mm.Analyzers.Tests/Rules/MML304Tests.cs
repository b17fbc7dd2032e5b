namespace Mm.Analyzers.Tests.Rules;

/// <summary>Locks are acquired in both orders in this compilation.</summary>
public class MML304Tests
{
    [Fact]
    public Task Two_members_in_both_orders() => Verify(Reports("""
        class Pair
        {
            private readonly object _a = new();
            private readonly object _b = new();
            public void One() { lock (_a) { lock (_b) { } } }
            public void Two() { lock (_b) { lock (_a) { } } }
        }
        """));

    [Fact]
    public Task One_order_everywhere_is_clean() => Verify(Reports("""
        class Pair
        {
            private readonly object _a = new();
            private readonly object _b = new();
            public void One() { lock (_a) { lock (_b) { } } }
            public void Two() { lock (_a) { lock (_b) { } } }
            public void Apart() { lock (_b) { } lock (_a) { } }
            public void Tried() { lock (_b) { if (Monitor.TryEnter(_a)) Monitor.Exit(_a); } }
        }
        """));

    [Fact]
    public Task Through_a_call_that_acquires() => Verify(Reports("""
        class Pair
        {
            private readonly RwSem _a = new();
            private readonly RwSem _b = new();
            [AcquiresWrite("_a")] private void EnterA() => _a.WriteLock();
            public void One() { using var a = _a.Write(); using var b = _b.Write(); }
            public void Two() { using var b = _b.Write(); EnterA(); _a.WriteUnlock(); }
        }
        """));

    [Fact]
    public Task Between_two_types() => Verify(Reports("""
        class Outer { public readonly object Gate = new(); }
        class Inner { public readonly object Gate = new(); }
        static class Users
        {
            public static void One(Outer outer, Inner inner) { lock (outer.Gate) { lock (inner.Gate) { } } }
            public static void Two(Outer outer, Inner inner) { lock (inner.Gate) { lock (outer.Gate) { } } }
        }
        """));
}
