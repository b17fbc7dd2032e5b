using System.Globalization;
using Mm.Conformance;
using Mm.Conformance.Kernel;
using MunmapLab.Output;

namespace MunmapLab.Conform;

/// <summary>What came of comparing random sequences, for people. A difference is a script, which <c>--from</c> runs again as it stands.</summary>
internal sealed class ConformReport
{
    private readonly ConformOptions _options;
    private readonly KernelSubject _kernel;

    public ConformReport(ConformOptions options, KernelSubject kernel)
    {
        _options = options;
        _kernel = kernel;
    }

    public void Write(LabOutput output, ConformanceReport report)
    {
        foreach (string reason in report.Skipped)
        {
            Comment(output, $"left out: {reason}", indent: 2);
        }

        string rights = _options.Unprivileged ? ", unprivileged" : "";
        Comment(output, string.Create(
            CultureInfo.InvariantCulture,
            $"kernel {_kernel.Facts.Release} beside {_options.Strategy.Name}, {_options.Fault.Name}{rights}; seed {_options.Random.Seed}"));
        string elapsed = Durations.Format((long)report.Elapsed.TotalNanoseconds);
        Comment(output, string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Compared:N0} operations in {elapsed}; {report.Exposure.Vmas:N0} VMAs and {report.Exposure.Pages:N0} pages compared"));
        Comment(output, $"{report.Exposure.Results} different pairs of operation and result:");
        foreach (string line in report.Exposure.Format().TrimEnd('\n').Split('\n'))
        {
            Comment(output, "  " + line, indent: 13);
        }

        if (report.Difference is null)
        {
            Comment(output, "no difference");
            return;
        }

        output.ReportText.Write(report.Difference.ToScript($"seed {_options.Random.Seed}, sequence {report.Sequence}", _kernel.Plan));
    }

    /// <summary>Every line is a comment, so that the whole report can be saved and run again.</summary>
    private static void Comment(LabOutput output, string text, int indent = 0)
    {
        while (text.Length > LabOutput.PlainWidth - 2 && text.LastIndexOf(' ', LabOutput.PlainWidth - 2) is var end && end > indent)
        {
            output.ReportText.WriteLine("# " + text[..end]);
            text = new string(' ', indent) + text[(end + 1)..];
        }

        output.ReportText.WriteLine("# " + text);
    }
}
