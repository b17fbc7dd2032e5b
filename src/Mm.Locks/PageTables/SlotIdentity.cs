using System.Collections.Concurrent;

namespace Mm.Locks;

/// <summary>What stands for a <see cref="SpinLockSlot"/>, which has no object of its own, before the validator and the explorer. In production all slots
/// share one.</summary>
internal sealed class SlotIdentity
{
    private static readonly SlotIdentity s_any = new(0);
    private static readonly ConcurrentDictionary<int, SlotIdentity> s_byNumber = new();
    private static int s_last;

    private readonly int _number;

    private SlotIdentity(int number) => _number = number;

    internal static LockClass Class { get; } = LockClass.Of("PageTable.Lock");

    internal static object Of(ref int number) => LockValidator.Enabled || SchedulePoints.Enabled ? Find(ref number) : s_any;

    /// <inheritdoc/>
    public override string ToString() => $"{Class.Name} #{_number}";

    private static SlotIdentity Find(ref int number)
    {
        int mine = Volatile.Read(ref number);
        if (mine == 0)
        {
            // Only distinct numbers are needed; pairs with nothing.
            int fresh = Interlocked.Increment(ref s_last);

            // Two threads may number a slot at once: the first one's number stays. Pairs with the read above, and with nothing else.
            int before = Interlocked.CompareExchange(ref number, fresh, 0);
            mine = before == 0 ? fresh : before;
        }

        return s_byNumber.GetOrAdd(mine, static n => new SlotIdentity(n));
    }
}
