using Spectre.Console;

namespace MunmapLab.Output;

/// <summary>Runs work with progress: a bar on a terminal, a line for each piece of work that follows a second of silence elsewhere.</summary>
internal static class Progress
{
    public static void Run(LabOutput output, Action<IProgressReport> work)
    {
        if (!output.NotesOnTerminal)
        {
            work(new ProgressLines(output.NotesText));
            return;
        }

        // Drawn by the thread that works, between its steps: a thread that draws by itself would run and allocate while others are timed.
        output.Notes.Progress()
            .AutoRefresh(false)
            .AutoClear(true)
            .HideCompleted(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .Start(context => work(new ProgressBar(context)));
    }

    private sealed class ProgressBar(ProgressContext context) : IProgressReport
    {
        private ProgressTask? _task;
        private ulong _total;

        public void Begin(string what, ulong total)
        {
            _task?.StopTask();
            _total = Math.Max(1, total);
            _task = context.AddTask(Markup.Escape(what), maxValue: 100);
            context.Refresh();
        }

        public void Advance(ulong done)
        {
            double percent = Math.Min(99.9, 100.0 * done / _total);
            if (percent - _task!.Value >= 1)
            {
                _task.Value = percent;
                context.Refresh();
            }
        }
    }

    private sealed class ProgressLines(TextWriter writer) : IProgressReport
    {
        private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(1);

        private long _last = Environment.TickCount64;

        public void Begin(string what, ulong total)
        {
            if (Environment.TickCount64 - _last >= s_silence.TotalMilliseconds)
            {
                writer.WriteLine(what);
                _last = Environment.TickCount64;
            }
        }

        public void Advance(ulong done)
        {
        }
    }
}
