namespace Mm.Locks;

/// <summary>An object that waits to be reclaimed.</summary>
internal readonly struct RetiredItem
{
    internal RetiredItem(object item, Action<object> reclaim, long epoch)
    {
        Item = item;
        Reclaim = reclaim;
        Epoch = epoch;
    }

    internal object Item { get; }

    internal Action<object> Reclaim { get; }

    /// <summary>The epoch in which it was retired, after it was unlinked.</summary>
    internal long Epoch { get; }
}
