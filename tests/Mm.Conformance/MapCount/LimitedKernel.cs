using System.Text;
using Mm.Conformance.Kernel;
using Mm.Conformance.Sequences;

namespace Mm.Conformance.MapCount;

/// <summary>A process of the running kernel.</summary>
internal sealed class LimitedKernel(KernelSubject subject) : ILimited
{
    public long[] Execute(IReadOnlyList<Operation> operations) => subject.Results(operations);

    public string FirstMaps() => Encoding.Latin1.GetString(subject.Look(AddressPlan.WindowBase, 1).Maps);
}
