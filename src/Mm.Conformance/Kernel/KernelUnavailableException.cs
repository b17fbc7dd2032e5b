namespace Mm.Conformance.Kernel;

/// <summary>The running system cannot execute operations for comparison; the message is the reason that is shown.</summary>
public sealed class KernelUnavailableException : Exception
{
    /// <summary>Creates the exception without a reason.</summary>
    public KernelUnavailableException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="reason">What is missing, in one sentence.</param>
    public KernelUnavailableException(string reason)
        : base(reason)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="reason">What is missing, in one sentence.</param>
    /// <param name="inner">What was thrown.</param>
    public KernelUnavailableException(string reason, Exception inner)
        : base(reason, inner)
    {
    }
}
