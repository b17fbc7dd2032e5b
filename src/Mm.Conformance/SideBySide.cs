using Mm.Conformance.Observations;
using Mm.Conformance.Sequences;

namespace Mm.Conformance;

/// <summary>Two sides that execute the same sequences, and what was compared so far.</summary>
public sealed class SideBySide
{
    private readonly ISubject _kernel;
    private readonly ISubject _engine;
    private readonly AddressPlan _plan;
    private readonly StepComparer _comparer;

    /// <summary>Puts two sides beside each other.</summary>
    /// <param name="kernel">The side that is right.</param>
    /// <param name="engine">The side that is tested.</param>
    /// <param name="plan">Where sequences run.</param>
    /// <param name="frames">True if sharing patterns can be compared.</param>
    public SideBySide(ISubject kernel, ISubject engine, AddressPlan plan, bool frames)
    {
        _kernel = kernel;
        _engine = engine;
        _plan = plan;
        _comparer = new StepComparer(plan, frames);
    }

    /// <summary>What was compared.</summary>
    public Exposure Exposure { get; } = new();

    /// <summary>Runs a sequence on both from a fresh start; the first difference, or null.</summary>
    /// <param name="operations">The sequence.</param>
    public Difference? Run(IReadOnlyList<Operation> operations)
    {
        ArgumentNullException.ThrowIfNull(operations);
        Task<IReadOnlyList<Step>> other = Task.Run(() => Execute(_engine, operations));
        IReadOnlyList<Step> kernel = Execute(_kernel, operations);
        IReadOnlyList<Step> engine;
        SubjectFailedException? failure = null;
        try
        {
            engine = other.GetAwaiter().GetResult();
        }
        catch (SubjectFailedException thrown)
        {
            failure = thrown;
            engine = thrown.Steps;
        }
        for (int i = 0; i < operations.Count; i++)
        {
            if (failure is not null && i == engine.Count)
                return Found(i, $"the engine threw {failure.InnerException}");
            Exposure.Count(operations[i], kernel[i], _plan);
            if (_comparer.Difference(kernel[i], engine[i]) is { } description)
                return Found(i, description);
        }
        return null;

        Difference Found(int at, string description) =>
            new([.. operations.Take(at + 1)], description, [.. kernel.Take(at + 1).Select(s => s.Outcome.Format(_plan))]);
    }

    private static IReadOnlyList<Step> Execute(ISubject subject, IReadOnlyList<Operation> operations)
    {
        subject.Reset();
        return subject.Execute(operations);
    }
}
