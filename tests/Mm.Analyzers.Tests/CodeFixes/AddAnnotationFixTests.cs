using Mm.Analyzers.CodeFixes;

namespace Mm.Analyzers.Tests.CodeFixes;

/// <summary>MML901 and MML902: what every caller or access holds is written down as an annotation.</summary>
public class AddAnnotationFixTests
{
    [Fact]
    public async Task Every_access_of_a_field() => await Verify(await OneByOneAndAtOnce.FixAsync(new AddAnnotationFix(), """
        class Account
        {
            private readonly object _gate = new();
            private int _n;

            public void Up() { lock (_gate) { _n++; } }

            public void Down() { lock (_gate) { _n--; } }

            public int Look() { lock (_gate) { return _n; } }
        }
        """));

    [Fact]
    public async Task Every_caller_of_a_member() => await Verify(await OneByOneAndAtOnce.FixAsync(new AddAnnotationFix(), """
        using Mm.Locks;

        class Account
        {
            private readonly RwSemaphore _sem = new();
            [GuardedBy("_sem")] private int _n;

            private void Set(int n) => _n = n;

            public void Up()
            {
                using var hold = _sem.Write();
                Set(1);
            }

            public void Down()
            {
                using var hold = _sem.Write();
                Set(0);
            }
        }
        """));
}
