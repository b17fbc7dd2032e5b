using Mm.Conformance.Kernel;
using Mm.Conformance.Scripts;

namespace Mm.Conformance.Tests;

/// <summary>The running kernel for all tests, with and without rights; or the reason why there is none.</summary>
public sealed class KernelFixture : IDisposable
{
    private KernelSubject? _unprivileged;

    public KernelFixture()
    {
        try
        {
            Subject = KernelSubject.Start();
        }
        catch (KernelUnavailableException reason)
        {
            Reason = reason.Message;
        }
    }

    public KernelSubject? Subject { get; }

    /// <summary>The kernel as a process without rights sees it; null where there is none.</summary>
    public KernelSubject? Unprivileged => Subject is null ? null : _unprivileged ??= KernelSubject.Start(new KernelSubjectOptions { Unprivileged = true });

    public string Reason { get; } = "";

    /// <summary>The subject that a script needs; null with the reason if this system cannot run it.</summary>
    public KernelSubject? For(Script script, out string reason)
    {
        reason = Reason;
        if (Subject is null)
            return null;
        reason = ScriptNeeds.Missing(script, Subject.Facts) ?? "";
        if (reason.Length > 0)
            return null;
        return script.Needs.Contains("unprivileged") ? Unprivileged : Subject;
    }

    public void Dispose()
    {
        Subject?.Dispose();
        _unprivileged?.Dispose();
    }
}
