using System.Diagnostics;

namespace Mm.Locks;

/// <summary>One finding of the runtime validator.</summary>
public sealed class LockReport
{
    internal LockReport(LockReportKind kind, string message, StackTrace here, string? otherTitle, StackTrace? other)
    {
        Kind = kind;
        Message = message;
        Here = here;
        OtherTitle = otherTitle;
        Other = other;
    }

    /// <summary>What was found.</summary>
    public LockReportKind Kind { get; }

    /// <summary>One sentence that names the locks.</summary>
    public string Message { get; }

    /// <summary>Where it was found.</summary>
    public StackTrace Here { get; }

    /// <summary>What <see cref="Other"/> shows, or null.</summary>
    public string? OtherTitle { get; }

    /// <summary>The other side: where the lock in conflict was acquired, or where the opposite order was seen first. Null where there is none, and for
    /// acquisitions while
    /// <see cref="LockValidator.CaptureEveryStack"/> is off.</summary>
    public StackTrace? Other { get; }

    /// <inheritdoc/>
    public override string ToString()
    {
        string text = $"{Kind}: {Message}{Environment.NewLine}here:{Environment.NewLine}{Here}";
        return Other is null ? text : $"{text}{OtherTitle}:{Environment.NewLine}{Other}";
    }
}
