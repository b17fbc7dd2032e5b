namespace Mm.Analyzers.Tests.Rules;

/// <summary>Locks are acquired against their declared order.</summary>
public class MML303Tests
{
    [Fact]
    public Task Against_the_order_of_two_members() => Verify(Reports("""
        class Pair
        {
            [AcquiredBefore("_inner")] private readonly RwSem _outer = new();
            private readonly RwSem _inner = new();
            public void Wrong() { using var a = _inner.Write(); using var b = _outer.Write(); }
            public void Right() { using var a = _outer.Write(); using var b = _inner.Write(); }
        }
        """));

    [Fact]
    public Task Against_an_order_over_a_third() => Verify(Reports("""
        class Three
        {
            [AcquiredBefore("_b")] private readonly RwSem _a = new();
            private readonly RwSem _b = new();
            [AcquiredAfter("_b")] private readonly RwSem _c = new();
            public void Wrong() { using var c = _c.Write(); using var a = _a.Read(); }
            public void Right() { using var a = _a.Write(); using var c = _c.Read(); }
        }
        """));

    [Fact]
    public Task Against_the_order_of_types() => Verify(Reports("""
        [assembly: LockOrder(typeof(Map), typeof(Table))]
        [Lock] public sealed class Map { [AcquiresWrite] public extern void Enter(); [AcquiresWrite(When = true)] public extern bool TryEnter(); [ReleasesWrite] public extern void Exit(); }
        [Lock] public sealed class Table { [AcquiresWrite] public extern void Enter(); [ReleasesWrite] public extern void Exit(); }
        static class Users
        {
            public static void Wrong(Map map, Table table) { table.Enter(); map.Enter(); map.Exit(); table.Exit(); }
            public static void Right(Map map, Table table) { map.Enter(); table.Enter(); table.Exit(); map.Exit(); }
            public static void Tried(Map map, Table table) { table.Enter(); if (map.TryEnter()) map.Exit(); table.Exit(); }
        }
        """));

    [Fact]
    public Task Against_the_order_of_members_by_name() => Verify(Reports("""
        [assembly: LockOrder("Space.Lock", "Area.Lock")]
        public sealed class Space { public readonly RwSem Lock = new(); }
        public sealed class Area { public readonly RwSem Lock = new(); }
        static class Users
        {
            public static void Wrong(Space space, Area area) { using var a = area.Lock.Write(); using var s = space.Lock.Read(); }
            public static void Right(Space space, Area area) { using var s = space.Lock.Read(); using var a = area.Lock.Write(); }
        }
        """));

    [Fact]
    public Task Two_locks_of_one_ordered_type() => Verify(Reports("""
        [assembly: LockOrder(typeof(Table))]
        [Lock] public sealed class Table
        {
            [AcquiresWrite] public extern void Enter();
            [AcquiresWrite, Nested("by address")] public extern void EnterNested();
            [ReleasesWrite] public extern void Exit();
        }
        static class Users
        {
            public static void Wrong(Table a, Table b) { a.Enter(); b.Enter(); b.Exit(); a.Exit(); }
            public static void Right(Table a, Table b) { a.Enter(); b.EnterNested(); b.Exit(); a.Exit(); }
        }
        """));

    [Fact]
    public Task Under_a_lock_that_the_own_contract_holds() => Verify(Reports("""
        class Pair
        {
            [AcquiredBefore("_inner")] private readonly RwSem _outer = new();
            private readonly RwSem _inner = new();
            [RequiresWrite("_inner")] public void Wrong() { using var hold = _outer.Write(); }
            [RequiresWrite("_outer")] public void Right() { using var hold = _inner.Write(); }
        }
        """));
}
