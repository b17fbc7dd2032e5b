using Mm.Conformance.Observations;

namespace Mm.Conformance;

/// <summary>A side threw where it should have answered; that is a difference like any other.</summary>
public sealed class SubjectFailedException : Exception
{
    /// <summary>Creates the exception without steps.</summary>
    public SubjectFailedException()
    {
    }

    /// <summary>Creates the exception without steps.</summary>
    /// <param name="message">What happened.</param>
    public SubjectFailedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception without steps.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="inner">What was thrown.</param>
    public SubjectFailedException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="steps">The steps before the one that failed.</param>
    /// <param name="inner">What was thrown.</param>
    public SubjectFailedException(IReadOnlyList<Step> steps, Exception inner)
        : base("an operation threw", inner) => Steps = steps;

    /// <summary>The steps before the one that failed.</summary>
    public IReadOnlyList<Step> Steps { get; } = [];
}
