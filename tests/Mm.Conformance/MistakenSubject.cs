using Mm.Conformance.Observations;
using Mm.Conformance.Sequences;

namespace Mm.Conformance.Tests;

/// <summary>A mistake that an engine could have.</summary>
public enum Mistake
{
    /// <summary>munmap without a length returns 0.</summary>
    WrongErrno,

    /// <summary>A VMA that was split is shown whole.</summary>
    ForgottenSplit,

    /// <summary>madvise(DONTNEED) leaves the contents.</summary>
    StaleContents,

    /// <summary>A store to read-only memory raises MAPERR.</summary>
    MissingFault,
}

/// <summary>A side that is right but for one mistake.</summary>
internal sealed class MistakenSubject(ISubject right, Mistake mistake) : ISubject
{
    public void Reset() => right.Reset();

    public void Dispose() => right.Dispose();

    public IReadOnlyList<Step> Execute(IReadOnlyList<Operation> operations)
    {
        IReadOnlyList<Operation> executed = mistake == Mistake.StaleContents
            ? [.. operations.Select(o => o is { Kind: OperationKind.Madvise, A2: 4, Process: 1 } ? o with { A1 = 0 } : o)]
            : operations;
        return [.. right.Execute(executed).Select((step, i) => Change(step, operations[i]))];
    }

    private Step Change(Step step, Operation operation) => mistake switch
    {
        Mistake.WrongErrno when operation.Kind == OperationKind.Munmap && operation.A1 == 0 => step with { Outcome = new Outcome(0) },
        Mistake.MissingFault when step.Outcome.Signal == 11 && operation.Kind == OperationKind.Write => step with { Outcome = new Outcome(0, 11, 1) },
        Mistake.ForgottenSplit => step with { Processes = [.. step.Processes.Select(Whole)] },
        _ => step,
    };

    private static ProcessView Whole(ProcessView view)
    {
        List<VmaView> vmas = [];
        foreach (VmaView vma in view.Vmas)
        {
            if (vmas.Count > 0 && vmas[^1].End == vma.Start && vmas[^1].Permissions != vma.Permissions && vmas[^1].Flags == vma.Flags)
                vmas[^1] = vmas[^1] with { End = vma.End };
            else if (vmas.Count > 0 && vmas[^1].End == vma.Start && (vmas[^1].Permissions & 0xff) == (vma.Permissions & 0xff))
                vmas[^1] = vmas[^1] with { End = vma.End, Rss = vmas[^1].Rss + vma.Rss };
            else
                vmas.Add(vma);
        }
        return view with { Vmas = vmas };
    }
}
