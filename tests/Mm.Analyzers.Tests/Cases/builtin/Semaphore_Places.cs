// Where a semaphore with one permit can be seen, and where not.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Mm.Locks;

namespace Cases.Builtin;

public class SemaphorePlaces
{
    private static readonly SemaphoreSlim s_static = new(1, 1);
    private SemaphoreSlim Property { get; } = new SemaphoreSlim(1, 1);
    private readonly SemaphoreSlim _given;
    private readonly SemaphoreSlim _two = new(2, 2);
    private readonly SemaphoreSlim _wide = new(1, 8);
    [GuardedBy("s_static")] private static int s_n;
    [GuardedBy("Property")] private int _n;

    public SemaphorePlaces(SemaphoreSlim given) => _given = given;

    public static void Static_Good() { s_static.Wait(); s_n++; s_static.Release(); }
    public static void Static_Bad() { s_static.Wait(); } // MML201
    public void Property_Good() { Property.Wait(); try { _n++; } finally { Property.Release(); } }
    public void Property_Bad() { Property.Release(); } // MML202
    public void Given_Good() { _given.Wait(); _given.Wait(); }
    public void Two_Good() { _two.Wait(); _two.Wait(); _two.Release(2); }
    public void Wide_Good() { _wide.Wait(); _wide.Release(3); }
    public void Parameter_Good(SemaphoreSlim any) { any.Wait(); }

    public void Local_Good()
    {
        var sem = new SemaphoreSlim(1, 1);
        sem.Wait();
        try { Console.WriteLine(); }
        finally { sem.Release(); }
    }

    public async Task Many_Good(IEnumerable<int> work)
    {
        using var throttle = new SemaphoreSlim(4);
        await Task.WhenAll(work.Select(async i =>
        {
            await throttle.WaitAsync();
            try { await Task.Delay(i); }
            finally { throttle.Release(); }
        }));
    }

    public async Task Lambda_Good()
    {
        Func<Task> once = async () =>
        {
            await s_static.WaitAsync();
            try { s_n++; }
            finally { s_static.Release(); }
        };
        await once();
    }

    public async Task<int> Nested_Good(CancellationToken cancel)
    {
        await Property.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            await s_static.WaitAsync(cancel).ConfigureAwait(false);
            try { return _n + s_n; }
            finally { s_static.Release(); }
        }
        finally { Property.Release(); }
    }
}
