namespace Mm.Locks;

/// <summary>How strongly a lock is held; a stronger mode satisfies a weaker need.</summary>
public enum LockMode
{
    /// <summary>Shared with other readers and with one holder in update mode.</summary>
    Read,

    /// <summary>Shared with readers, alone among writers: upgradeable, or what a downgrade leaves.</summary>
    Update,

    /// <summary>Exclusive.</summary>
    Write,
}
