using Mm.Conformance.Observations;

namespace Mm.Conformance.Kernel;

/// <summary>The commands that observe one process, and where their results are.</summary>
internal readonly record struct ObservationCommands(int Process, int Text, int TextCommand, int Pages, int Words)
{
    private const int TextCapacity = 128 << 10;

    /// <summary>Bytes of buffers that observing one process takes.</summary>
    public static int Capacity(AddressPlan plan) => TextCapacity + (plan.ObservedPages * 16) + 1024;

    public static ObservationCommands Add(CommandBatch batch, SubjectProcess process, AddressPlan plan, bool smaps, int wordsPerPage)
    {
        int text = batch.Buffer(TextCapacity), pages = batch.Buffer(plan.ObservedPages * 8), words = batch.Buffer(plan.ObservedPages * 8);
        int read = batch.Add(process.Executor, (ulong)Special.ReadAll, smaps ? process.Smaps : process.Maps, CommandBatch.Address(text), TextCapacity);
        int at = 0;
        foreach ((ulong start, int count) in plan.Regions)
        {
            ulong entries = CommandBatch.Address(pages + (at * 8)), sums = CommandBatch.Address(words + (at * 8));
            batch.Add(process.Executor, SystemCalls.Pread, process.Pagemap, entries, (ulong)count * 8, start / AddressPlan.PageSize * 8);
            batch.Add(process.Executor, (ulong)Special.Contents, start, (ulong)count, entries, sums, (ulong)wordsPerPage);
            at += count;
        }
        return new ObservationCommands(process.Number, text, read, pages, words);
    }

    public ProcessView View(CommandBatch batch, AddressPlan plan, KernelFacts facts)
    {
        long length = batch.Result(TextCommand);
        if (length is < 0 or >= TextCapacity)
            throw new InvalidOperationException($"the maps of process {Process} cannot be read whole ({length})");
        List<VmaView> vmas = SmapsParser.Parse(batch.Bytes(Text, (int)length), (start, _) => IsWanted(start, plan), facts.IgnoredFlags);
        return new ProcessView(
            Process, vmas, batch.Words(Pages, plan.ObservedPages).ToArray(), batch.Words(Words, plan.ObservedPages).ToArray());
    }

    /// <summary>Everything is compared but the executor's own: its code, the shared area, and what the kernel puts above the mapping area.</summary>
    public static bool IsWanted(ulong start, AddressPlan plan) =>
        start < plan.MmapBase && start != Layout.CodeBase && (start < Layout.SharedBase || start >= Layout.SharedBase + Layout.SharedSize);
}
