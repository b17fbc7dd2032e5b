using System.Collections.Concurrent;

namespace Mm.Locks;

/// <summary>What all locks of one role have in common: the name by which the runtime validator orders them and statistics group them.</summary>
/// <remarks>A class named like an entry of <see cref="LockOrderAttribute"/> (<c>"MmStruct.MmapLock"</c>: the member that holds the lock) takes that place
/// in the declared order; a class without such an entry takes the place of its lock type, if that has one.</remarks>
public sealed class LockClass
{
    private static readonly ConcurrentDictionary<string, LockClass> s_byName = new(StringComparer.Ordinal);

    private LockStatistics? _statistics;

    private LockClass(string name) => Name = name;

    /// <summary>The name: unique in the process.</summary>
    public string Name { get; }

    /// <summary>Statistics that the locks of this class share, where the lock type keeps none by lock (spin locks), or null.</summary>
    public LockStatistics? Statistics => Volatile.Read(ref _statistics);

    /// <summary>The class with that name, created at its first mention.</summary>
    /// <param name="name">The name, by convention <c>"Type.Member"</c> of the member that holds the lock.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static LockClass Of(string name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            throw new ArgumentException("A lock class needs a name.", nameof(name));
        }

        return s_byName.GetOrAdd(name, static n => new LockClass(n));
    }

    /// <summary>The class with that name.</summary>
    /// <param name="name">The name.</param>
    public static implicit operator LockClass(string name) => Of(name);

    /// <summary>Keeps statistics over all locks of the class that are created from now on.</summary>
    /// <param name="tier">How much is kept; <see cref="StatisticsTier.Off"/> stops.</param>
    public void KeepStatistics(StatisticsTier tier) =>
        Volatile.Write(ref _statistics, tier == StatisticsTier.Off ? null : new LockStatistics(Name, tier));

    /// <inheritdoc/>
    public override string ToString() => Name;
}
