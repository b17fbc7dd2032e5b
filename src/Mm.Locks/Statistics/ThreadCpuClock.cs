using System.Runtime.InteropServices;

namespace Mm.Locks;

/// <summary>The processor time that one thread has used, readable from any thread of the process.</summary>
/// <remarks>On 64-bit Linux this is the thread's CPU-time clock (pthread_getcpuclockid, clock_gettime), which stands still while the thread is off the
/// processor. Elsewhere no such clock can be read from other threads, and monotonic wall time stands in: <see cref="IsCpuTime"/> says which.</remarks>
public sealed class ThreadCpuClock
{
    private static readonly bool s_available = Probe();

    private readonly int _clock;

    private ThreadCpuClock(int clock) => _clock = clock;

    /// <summary>Whether clocks measure processor time; otherwise they measure wall time, and attributed waits include the time that the marked thread was
    /// preempted.</summary>
    public static bool IsCpuTime => s_available;

    /// <summary>Nanoseconds since some fixed point. Not to be read after the thread has ended (0 is the answer then).</summary>
    public long Nanoseconds
    {
        get
        {
            if (!s_available)
            {
                return MonotonicClock.ToNanoseconds(MonotonicClock.Ticks);
            }

            return clock_gettime(_clock, out Timespec time) == 0 ? (time.Seconds * 1_000_000_000L) + time.Nanoseconds : 0;
        }
    }

    /// <summary>The clock of the calling thread.</summary>
    public static ThreadCpuClock OfCurrentThread()
    {
        if (!s_available)
        {
            return new ThreadCpuClock(0);
        }

        int error = pthread_getcpuclockid(pthread_self(), out int clock);
        return error == 0 ? new ThreadCpuClock(clock) : throw new InvalidOperationException($"The thread's CPU clock is not to be had: error {error}.");
    }

    private static bool Probe()
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Linux) || IntPtr.Size != 8)
        {
            return false;
        }

        try
        {
            return pthread_getcpuclockid(pthread_self(), out int clock) == 0 && clock_gettime(clock, out _) == 0;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int clock_gettime(int clock, out Timespec time);

    [DllImport("libc", EntryPoint = "pthread_getcpuclockid")]
    private static extern int pthread_getcpuclockid(IntPtr thread, out int clock);

    [DllImport("libc", EntryPoint = "pthread_self")]
    private static extern IntPtr pthread_self();

    // The C structure of 64-bit Linux.
    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        internal long Seconds;
        internal long Nanoseconds;
    }
}
