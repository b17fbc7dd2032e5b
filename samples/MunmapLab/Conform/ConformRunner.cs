using Mm.Conformance;
using Mm.Conformance.Engine;
using Mm.Conformance.Kernel;
using Mm.Conformance.Scripts;
using Mm.Conformance.Sequences;
using MunmapLab.Output;

namespace MunmapLab.Conform;

/// <summary>Puts the engine beside a started kernel and reports what came of it.</summary>
internal sealed class ConformRunner
{
    private readonly ConformOptions _options;
    private readonly KernelSubject _kernel;
    private readonly LabOutput _output;
    private readonly CancellationToken _stop;

    public ConformRunner(ConformOptions options, KernelSubject kernel, LabOutput output, CancellationToken stop)
    {
        _options = options;
        _kernel = kernel;
        _output = output;
        _stop = stop;
    }

    /// <summary>Compares random sequences.</summary>
    /// <returns>The exit code.</returns>
    public int CompareRandom()
    {
        (Features features, IReadOnlyList<string> skipped) = Suitability.Decide(_kernel, _options.Random.Features, _options.Random.Force);
        if (features == Features.None)
        {
            _output.Error($"nothing can be compared with kernel {_kernel.Facts.Release}: {skipped[^1]}; --force compares anyway");
            return ExitCode.Inconclusive;
        }

        using EngineSubject engine = Engine(_kernel);
        SideBySide sides = new(_kernel, engine, _kernel.Plan, _kernel.Facts.FrameNumbers);
        ConformanceReport? report = null;
        try
        {
            Progress.Run(_output, progress => report = Compare(sides, features, skipped, progress));
        }
        catch (KernelUnavailableException) when (_stop.IsCancellationRequested)
        {
            _output.NotesText.WriteLine($"mmlab: stopped after {sides.Exposure.Operations} operations without a difference");
            return ExitCode.Inconclusive;
        }

        new ConformReport(_options, _kernel).Write(_output, report!);
        if (report!.Difference is not null)
        {
            return ExitCode.CheckFailed;
        }

        if (report.Compared >= _options.Random.Operations)
        {
            return ExitCode.Done;
        }

        _output.NotesText.WriteLine($"mmlab: stopped; {report.Compared} of {_options.Random.Operations} operations were compared");
        return ExitCode.Inconclusive;
    }

    /// <summary>Compares the sequences of a file, and holds both sides against the results that it states.</summary>
    /// <returns>The exit code.</returns>
    public int CompareScripts()
    {
        (string name, string text) = _options.From!.Value;
        int compared = 0, different = 0;
        IReadOnlyList<Script> scripts = Script.Parse(text, name, _kernel.Plan);
        for (int at = 0; at < scripts.Count && !_stop.IsCancellationRequested; at++)
        {
            Script script = scripts[at];
            if (ScriptNeeds.Missing(script, _kernel.Facts) is { } missing && !_options.Random.Force)
            {
                Wrapped.Write(_output.Report, "not compared: ", $"{script.Name}: {missing}", 2);
                continue;
            }

            compared++;
            if (!(NeedsOtherRights(script) ? AgreeUnprivileged(text, name, at) : Agree(script, _kernel)))
            {
                different++;
            }
        }

        string kernel = _kernel.Facts.Release;
        Wrapped.Write(_output.Report, "", $"{name}: {compared} of {scripts.Count} sequences compared with kernel {kernel}, {different} differ", 2);
        return different > 0 ? ExitCode.CheckFailed : compared == scripts.Count ? ExitCode.Done : ExitCode.Inconclusive;
    }

    private ConformanceReport Compare(SideBySide sides, Features features, IReadOnlyList<string> skipped, IProgressReport progress)
    {
        progress.Begin("random operations", (ulong)_options.Random.Operations);
        return ConformanceRun.Run(sides, _options.Random, _kernel.Plan, features, skipped, done => progress.Advance((ulong)done), _stop);
    }

    private bool NeedsOtherRights(Script script) => !_options.Unprivileged && script.Needs.Contains("unprivileged");

    /// <summary>Starts another process, without rights, for a script that needs one; its addresses may be others.</summary>
    private bool AgreeUnprivileged(string text, string name, int at)
    {
        using KernelSubject kernel = KernelSubject.Start(new KernelSubjectOptions { Unprivileged = true });
        return Agree(Script.Parse(text, name, kernel.Plan)[at], kernel);
    }

    private bool Agree(Script script, KernelSubject kernel)
    {
        using EngineSubject engine = Engine(kernel);
        SideBySide sides = new(kernel, engine, kernel.Plan, kernel.Facts.FrameNumbers);
        Difference? difference = sides.Run(script.Operations);
        if (difference is not null && _options.Random.Minimize)
        {
            difference = ConformanceRun.Shorten(sides, difference, _stop);
        }

        if (difference is not null)
        {
            _output.ReportText.Write(difference.ToScript(script.Name, kernel.Plan));
        }

        List<string> unexpected = [.. Unexpected("kernel", kernel, script, kernel.Plan), .. Unexpected("engine", engine, script, kernel.Plan)];
        foreach (string line in unexpected)
        {
            _output.ReportText.WriteLine(line);
        }

        return difference is null && unexpected.Count == 0;
    }

    private static IEnumerable<string> Unexpected(string side, ISubject subject, Script script, AddressPlan plan) =>
        ScriptRunner.Run(script, subject, plan).Select(problem => $"# {script.Name}, {side}, {problem.ReplaceLineEndings("\n# ")}");

    private EngineSubject Engine(KernelSubject kernel) =>
        EngineSubject.Beside(kernel, new EngineSubjectOptions { UnmapStrategy = _options.Strategy, FaultStrategy = _options.Fault });
}
