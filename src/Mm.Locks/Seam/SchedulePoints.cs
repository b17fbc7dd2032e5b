using System.Runtime.CompilerServices;

namespace Mm.Locks;

/// <summary>Where an explorer of interleavings is installed, and the points that code outside this library marks.</summary>
/// <remarks>With the switch off (the default) every member here compiles to nothing: <see cref="Enabled"/> is a static readonly field, which the optimising
/// just-in-time compiler treats as a constant.</remarks>
public static class SchedulePoints
{
    /// <summary>The AppContext switch that turns the seam on for the whole process: <c>Mm.Locks.Explore</c>.</summary>
    public const string SwitchName = "Mm.Locks.Explore";

    /// <summary>Whether the process runs under the seam.</summary>
    public static readonly bool Enabled = AppContext.TryGetSwitch(SwitchName, out bool on) && on;

    private static volatile ISchedulePoints? s_installed;

    /// <summary>The installed scheduler, or null.</summary>
    internal static ISchedulePoints? Installed => s_installed;

    /// <summary>Installs a scheduler, or removes it with null. Threads that run at that moment must not be inside a lock operation.</summary>
    /// <param name="scheduler">The scheduler.</param>
    /// <exception cref="InvalidOperationException">The switch <see cref="SwitchName"/> is off.</exception>
    public static void Install(ISchedulePoints? scheduler)
    {
        if (!Enabled)
        {
            throw new InvalidOperationException($"The AppContext switch {SwitchName} is off: set it before the first lock is used.");
        }

        s_installed = scheduler;
    }

    /// <summary>The thread is about to access shared data that is not a lock.</summary>
    /// <param name="target">The object.</param>
    /// <param name="kind">The kind of access: <see cref="ScheduleKind.Publish"/> for a store that makes an object reachable.</param>
    /// <param name="location">Which word of the object.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Reach(object target, ScheduleKind kind, int location = 0)
    {
        if (Enabled)
        {
            s_installed?.Reach(target, location, kind);
        }
    }
}
