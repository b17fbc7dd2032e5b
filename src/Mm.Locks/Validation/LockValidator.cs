using System.Diagnostics;

namespace Mm.Locks;

/// <summary>The runtime validator of lock discipline: a debugging aid in the manner of the kernel's lockdep.</summary>
/// <remarks>
/// <para>On in a process that sets the AppContext switch <see cref="SwitchName"/>, or the environment variable <see cref="VariableName"/> to 1, before the
/// first lock is used. Off, it costs nothing: <see cref="Enabled"/> is a static readonly field, which the optimising just-in-time compiler treats as a
/// constant.</para>
/// <para>It knows what every thread holds, the declared order (<see cref="LockOrderAttribute"/> of the loaded assemblies), and which class has been
/// acquired inside which on any thread, so that it reports a possible deadlock without one having to happen.</para>
/// </remarks>
public static partial class LockValidator
{
    /// <summary>The AppContext switch.</summary>
    public const string SwitchName = "Mm.Locks.Validate";

    /// <summary>The environment variable.</summary>
    public const string VariableName = "MMLOCKS_VALIDATE";

    /// <summary>Whether the validator is on in this process.</summary>
    public static readonly bool Enabled =
        (AppContext.TryGetSwitch(SwitchName, out bool on) && on) || Environment.GetEnvironmentVariable(VariableName) == "1";

    private static readonly OrderGraph s_graph = new();
    private static readonly List<LockReport> s_reports = new();
    private static int s_mode;

    [ThreadStatic]
    private static List<HeldLock>? t_held;

    private static int s_holds;

    /// <summary>What is done with a finding.</summary>
    public static LockValidatorMode Mode
    {
        get => (LockValidatorMode)Volatile.Read(ref s_mode);
        set => Volatile.Write(ref s_mode, (int)value);
    }

    /// <summary>Whether every acquisition keeps its stack, so that a report shows where the other lock was acquired. Without it the validator is many times
    /// faster, and reports show only where they were found and where an order was seen first.</summary>
    public static bool CaptureEveryStack { get; set; } = true;

    /// <summary>The findings so far, those that were thrown included.</summary>
    public static IReadOnlyList<LockReport> Reports
    {
        get
        {
            lock (s_reports)
            {
                return s_reports.ToArray();
            }
        }
    }

    /// <summary>The declared orders in force, each as its entries, outermost first.</summary>
    public static IReadOnlyList<string[]> DeclaredOrders => DeclaredOrder.All;

    /// <summary>Forgets all findings, the observed order, and the calling thread's holds.</summary>
    public static void Reset()
    {
        s_graph.Clear();
        t_held?.Clear();
        lock (s_reports)
        {
            s_reports.Clear();
        }
    }

    /// <summary>What the calling thread holds, outermost first, for messages: name, class and mode.</summary>
    public static IReadOnlyList<string> HeldByCurrentThread() =>
        Held.Select(static h => $"{h.Target} {h.ModeName}").ToArray();

    private static List<HeldLock> Held => t_held ??= new List<HeldLock>();

    private static HeldLock? Find(object target)
    {
        List<HeldLock> held = Held;
        for (int i = held.Count - 1; i >= 0; i--)
        {
            if (ReferenceEquals(held[i].Target, target))
            {
                return held[i];
            }
        }

        return null;
    }

    private static void Report(LockReportKind kind, string message, string? otherTitle = null, StackTrace? other = null)
    {
        var report = new LockReport(kind, message, new StackTrace(skipFrames: 2, fNeedFileInfo: true), otherTitle, other);
        lock (s_reports)
        {
            s_reports.Add(report);
        }

        if (Mode == LockValidatorMode.Throw)
        {
            throw new LockValidationException(report);
        }
    }
}
