namespace Mm.Locks;

/// <summary>The modes by which statistics are kept.</summary>
public enum HoldMode
{
    /// <summary>For read.</summary>
    Read,

    /// <summary>For write; a hold ends with its release or its downgrade.</summary>
    Write,

    /// <summary>Downgraded: begins with the downgrade, and is neither an acquisition nor a wait.</summary>
    Downgraded,
}
