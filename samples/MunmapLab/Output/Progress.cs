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

        output.Notes.Progress()
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
        }

        public void Advance(ulong done) => _task!.Value = Math.Min(99.9, 100.0 * done / _total);
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
