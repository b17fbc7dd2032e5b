namespace Mm.Locks;

/// <summary>Locks are used against their discipline.</summary>
public sealed class LockValidationException : Exception
{
    /// <summary>Creates the exception.</summary>
    public LockValidationException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong.</param>
    public LockValidationException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">What it comes from.</param>
    public LockValidationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal LockValidationException(LockReport report)
        : base(report.ToString()) => Report = report;

    /// <summary>The validator's report, or null if the validator is off and the lock's state alone gave it away.</summary>
    public LockReport? Report { get; }
}
