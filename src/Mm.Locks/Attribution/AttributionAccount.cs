namespace Mm.Locks;

/// <summary>What one thread has waited under one attribution since it last collected.</summary>
internal sealed class AttributionAccount
{
    // A thread meets one attribution, seldom two: a short list.
    [ThreadStatic]
    private static AttributionAccount? t_first;

    private readonly WaitAttribution _attribution;
    private readonly AttributionAccount? _next;
    private long _waits;
    private long _waitNanoseconds;
    private long _blockedNanoseconds;

    private AttributionAccount(WaitAttribution attribution, AttributionAccount? next)
    {
        _attribution = attribution;
        _next = next;
    }

    internal static void Charge(WaitAttribution attribution, long waitNanoseconds, long blockedNanoseconds)
    {
        AttributionAccount account = Of(attribution);
        account._waits++;
        account._waitNanoseconds += waitNanoseconds;
        account._blockedNanoseconds += blockedNanoseconds;
    }

    internal static AttributedWait Collect(WaitAttribution attribution)
    {
        AttributionAccount account = Of(attribution);
        var result = new AttributedWait(account._waits, account._waitNanoseconds, account._blockedNanoseconds);
        account._waits = 0;
        account._waitNanoseconds = 0;
        account._blockedNanoseconds = 0;
        return result;
    }

    private static AttributionAccount Of(WaitAttribution attribution)
    {
        for (AttributionAccount? account = t_first; account is not null; account = account._next)
        {
            if (ReferenceEquals(account._attribution, attribution))
            {
                return account;
            }
        }

        return t_first = new AttributionAccount(attribution, t_first);
    }
}
