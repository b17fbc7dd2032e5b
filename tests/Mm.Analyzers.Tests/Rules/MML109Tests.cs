namespace Mm.Analyzers.Tests.Rules;

/// <summary>Value is used after the lock hold that it was obtained under has ended.</summary>
public class MML109Tests
{
    [Fact]
    public Task A_use_after_the_release() => Verify(Reports("""
        class Area { public int Start; }
        class Space
        {
            public readonly RwSem Sem = new();
            [RequiresRead("Sem")] [return: ValidUnder("Sem")] public Area? Find() => null;
            public int Wrong()
            {
                Sem.ReadLock();
                var area = Find();
                Sem.ReadUnlock();
                return area!.Start;
            }
            public int Right()
            {
                Sem.ReadLock();
                var area = Find();
                int start = area?.Start ?? 0;
                Sem.ReadUnlock();
                return start;
            }
        }
        """));

    [Fact]
    public Task Taking_the_lock_again_does_not_bring_it_back() => Verify(Reports("""
        class Area { public int Start; }
        class Space
        {
            public readonly RwSem Sem = new();
            [RequiresRead("Sem")] [return: ValidUnder("Sem")] public Area Find() => new();
            public void Wrong()
            {
                Sem.WriteLock();
                var area = Find();
                Sem.WriteUnlock();
                Sem.ReadLock();
                area.Start = 1;
                Sem.ReadUnlock();
            }
            public void Downgraded()
            {
                Sem.WriteLock();
                var area = Find();
                Sem.Downgrade();
                area.Start = 1;
                Sem.ReadUnlock();
            }
        }
        """));

    [Fact]
    public Task Every_use_is_reported_and_a_null_test_is_none() => Verify(Reports("""
        class Area { public int Start; public int End; }
        class Space
        {
            public readonly RwSem Sem = new();
            [RequiresRead("Sem")] [return: ValidUnder("Sem")] public Area? Find() => null;
            private static int Length(Area area) => area.End - area.Start;
            public int Wrong()
            {
                Area? area;
                using (Sem.Read()) area = Find();
                if (area is null || area == null) return 0;
                int start = area.Start;
                return start + Length(area);
            }
        }
        """));

    [Fact]
    public Task A_member_that_may_release_ends_it() => Verify(Reports("""
        class Area { public int Start; }
        class Space
        {
            public readonly RwSem Sem = new();
            [RequiresRead("Sem")] [return: ValidUnder("Sem")] public Area Find() => new();
            [RequiresRead("Sem"), MayRelease("Sem")] private extern void Fault();
            public int Wrong() { using var hold = Sem.Read(); var area = Find(); Fault(); return area.Start; }
            public int Right() { using var hold = Sem.Read(); Fault(); var area = Find(); return area.Start; }
        }
        """));

    [Fact]
    public Task A_hand_over_between_two_locks_keeps_it() => Verify(Reports("""
        class Area { public int Start; }
        class Space
        {
            public readonly RwSem Rcu = new();
            public readonly RwSem Own = new();
            [RequiresReadAny("Rcu", "Own")] [return: ValidUnder("Rcu", "Own")] public Area Find() => new();
            public int HandedOver()
            {
                Rcu.ReadLock();
                var area = Find();
                Own.ReadLock();
                Rcu.ReadUnlock();
                int start = area.Start;
                Own.ReadUnlock();
                return start;
            }
            public int LeftBetween()
            {
                Rcu.ReadLock();
                var area = Find();
                Rcu.ReadUnlock();
                Own.ReadLock();
                int start = area.Start;
                Own.ReadUnlock();
                return start;
            }
        }
        """));

    [Fact]
    public Task Isolating_an_object_lifts_it() => Verify(Reports("""
        class Area { public int Start; }
        class Space
        {
            public readonly RwSem Sem = new();
            [RequiresRead("Sem")] [return: ValidUnder("Sem")] public Area Find() => new();
            [RequiresWrite("Sem")] private void Unlink([Isolates] Area area) { }
            public void Right() { Area area; using (Sem.Write()) { area = Find(); Unlink(area); } area.Start = 0; }
            public void Wrong() { Area area; using (Sem.Write()) { area = Find(); } area.Start = 0; }
        }
        """));

    [Fact]
    public Task A_value_from_an_out_parameter() => Verify(Reports("""
        class Area { public int Start; }
        class Space
        {
            public readonly RwSem Sem = new();
            [RequiresRead("Sem")] public bool TryFind([ValidUnder("Sem")] out Area area) { area = new Area(); return true; }
            public int Wrong()
            {
                Area area;
                bool found;
                using (Sem.Read()) found = TryFind(out area);
                return found ? area.Start : 0;
            }
            public int Right() { using var hold = Sem.Read(); return TryFind(out var area) ? area.Start : 0; }
        }
        """));

    [Fact]
    public Task A_detached_range_may_not_be_zapped_after_release_and_reacquire() => Verify(Reports("""
        class Range { public int Floor; }
        class Space
        {
            public readonly RwSem MmapLock = new();
            [RequiresWrite("MmapLock")] [return: ValidUnder("MmapLock")] public Range Detach() => new();
            [RequiresRead("MmapLock")] public void Zap(Range range) { }
            public void Reacquired() { MmapLock.WriteLock(); var r = Detach(); MmapLock.WriteUnlock(); MmapLock.ReadLock(); Zap(r); MmapLock.ReadUnlock(); }
            public void Downgraded() { MmapLock.WriteLock(); var r = Detach(); MmapLock.Downgrade(); Zap(r); MmapLock.ReadUnlock(); }
        }
        """));
}
