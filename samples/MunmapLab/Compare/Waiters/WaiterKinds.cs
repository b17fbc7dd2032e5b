namespace MunmapLab.Compare.Waiters;

/// <summary>The waiters there are.</summary>
internal static class WaiterKinds
{
    private static readonly Func<Waiter>[] s_kinds =
        [() => new FaultWaiter(), () => new ReadWaiter(), () => new MapWaiter(), () => new MapsWaiter(), () => new CmdlineWaiter()];

    public static IReadOnlyList<string> Names { get; } = [.. s_kinds.Select(make => make().Name)];

    /// <summary>A new waiter.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public static Waiter Create(string name) => s_kinds[Names.ToList().IndexOf(name)]();
}
