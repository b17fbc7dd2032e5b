using System.Runtime.ExceptionServices;
using Xunit;

namespace Mm.Locks.Tests;

/// <summary>Threads of a test: failures travel to the test, and a hang becomes a failure. The deadlines guard against hangs only; nothing is measured by
/// them.</summary>
internal static class TestThreads
{
    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(60);

    public static void Run(params Action[] bodies)
    {
        ExceptionDispatchInfo? failure = null;
        Thread[] threads = bodies.Select(body => new Thread(() =>
        {
            try
            {
                body();
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(e), null);
            }
        })
        { IsBackground = true }).ToArray();
        Array.ForEach(threads, static t => t.Start());
        foreach (Thread thread in threads)
        {
            bool ended = thread.Join(s_hang);
            Volatile.Read(ref failure)?.Throw();
            Assert.True(ended, "A thread hangs.");
        }

        failure?.Throw();
    }

    public static Thread Start(Action body)
    {
        var thread = new Thread(() => body()) { IsBackground = true };
        thread.Start();
        return thread;
    }

    public static void WaitUntil(Func<bool> condition, string what)
    {
        DateTime deadline = DateTime.UtcNow + s_hang;
        for (int i = 0; !condition(); i++)
        {
            Assert.True(DateTime.UtcNow < deadline, $"Never happened: {what}");
            if (i < 50)
            {
                Thread.Yield();
            }
            else
            {
                Thread.Sleep(1);
            }
        }
    }
}
