using Mm.Strategies;
using MunmapLab.Output;

namespace MunmapLab.Compare;

/// <summary>Runs every strategy as often as asked for, one after the other.</summary>
internal sealed class CompareRunner
{
    private const ulong WarmUpSize = 512UL << 20;

    /// <summary>The runtime compiles a method anew, in the background, some 100 ms after it has found it hot.</summary>
    private const int QuietMilliseconds = 400;

    private const int MostWarmUpMilliseconds = 5000;

    private readonly CompareOptions _options;
    private readonly List<RunResult> _results = [];

    public CompareRunner(CompareOptions options) => _options = options;

    /// <summary>What has been measured so far, also after a stop.</summary>
    public IReadOnlyList<RunResult> Results => _results;

    /// <summary>Unmappings that are to be measured.</summary>
    public int Planned => _options.Strategies.Count * _options.WaiterSets.Count * _options.Runs;

    /// <summary>Runs until all is measured or the user stops; false where stopped.</summary>
    public bool Run(IProgressReport progress, CancellationToken stop)
    {
        try
        {
            var warm = new HashSet<UnmapStrategy>();
            foreach (IReadOnlyList<string> waiters in _options.WaiterSets)
            {
                foreach (UnmapStrategy strategy in _options.Strategies)
                {
                    if (warm.Add(strategy))
                    {
                        progress.Begin($"{strategy.Name}: warming up", 1);
                        WarmUp(strategy, waiters, stop);
                    }

                    for (int run = 1; run <= _options.Runs; run++)
                    {
                        progress.Begin(Title(strategy, waiters, run), _options.SizeBytes);
                        _results.Add(Make(strategy, _options.SizeBytes, waiters, progress.Advance).Execute(run, stop));
                    }
                }
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Repeats a small run until nothing has been compiled for a while, so that the compiler does not run in a measured one.</summary>
    private void WarmUp(UnmapStrategy strategy, IReadOnlyList<string> waiters, CancellationToken stop)
    {
        ulong size = Math.Min(WarmUpSize, _options.SizeBytes);
        long began = Environment.TickCount64;
        long lastCompiled = began;
        do
        {
            RuntimeNoise before = RuntimeNoise.Now;
            Make(strategy, size, waiters, static _ => { }).Execute(0, stop);
            if ((RuntimeNoise.Now - before).Methods > 0)
            {
                lastCompiled = Environment.TickCount64;
            }
        }
        while (Environment.TickCount64 - lastCompiled < QuietMilliseconds && Environment.TickCount64 - began < MostWarmUpMilliseconds);

        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private UnmapRun Make(UnmapStrategy strategy, ulong size, IReadOnlyList<string> waiters, Action<ulong> mapped) =>
        new(strategy, _options.Fault, size, _options.Page, waiters, mapped);

    private string Title(UnmapStrategy strategy, IReadOnlyList<string> waiters, int run)
    {
        string beside = _options.WaiterSets.Count > 1 ? " beside " + string.Join(", ", waiters) : "";
        return _options.Runs > 1 ? $"{strategy.Name}{beside}: run {run} of {_options.Runs}" : $"{strategy.Name}{beside}";
    }
}
