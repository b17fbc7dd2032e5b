namespace Mm.Analyzers.Tests.Rules;

/// <summary>Every access holds this lock: annotate the field.</summary>
public class MML902Tests
{
    [Fact]
    public Task A_field_always_accessed_under_the_lock() => Verify(ReportsAndAdvice("""
        class Account
        {
            private readonly object _gate = new();
            private int _always;
            private readonly List<int> _items = new();
            private int _twice;
            public Account() => _always = 1;
            public void One() { lock (_gate) { _always = 1; _items.Add(1); _twice = 1; } }
            public void Two() { lock (_gate) { _always++; _items.Clear(); _twice++; } }
            public int Three() { lock (_gate) { return _always + _items.Count; } }
        }
        """));

    [Fact]
    public Task An_access_without_the_lock() => Verify(ReportsAndAdvice("""
        class Account
        {
            private readonly object _gate = new();
            private int _sometimes;
            public void One() { lock (_gate) { _sometimes = 1; } }
            public void Two() { lock (_gate) { _sometimes++; } }
            public int Three() => _sometimes;
        }
        """));

    [Fact]
    public Task Nine_of_ten_accesses_and_the_share_is_stated() => Verify(ReportsAndAdvice("""
        class Account
        {
            private readonly object _gate = new();
            private int _n;
            public void Nine()
            {
                lock (_gate)
                {
                    _n = 1; _n = 2; _n = 3;
                    _n = 4; _n = 5; _n = 6;
                    _n = 7; _n = 8; _n = 9;
                }
            }
            public int Ten() => _n;
        }
        """));

    [Fact]
    public Task A_field_that_never_changes() => Verify(ReportsAndAdvice("""
        class Account
        {
            private readonly object _gate = new();
            private readonly int _limit = 3;
            private const int Most = 4;
            public int One() { lock (_gate) return _limit + Most; }
            public int Two() { lock (_gate) return _limit + Most; }
            public int Three() { lock (_gate) return _limit + Most; }
        }
        """));
}
