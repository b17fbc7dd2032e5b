namespace Mm.Conformance.Kernel;

/// <summary>A living process under test: its number in the sequence, its parent's, its process id and its open proc files.</summary>
internal sealed record SubjectProcess(int Number, int Parent, long Pid, ulong Smaps, ulong Maps, ulong Pagemap)
{
    /// <summary>Its number for the executor, whose process 1 is the template.</summary>
    public int Executor => Number + 1;
}
