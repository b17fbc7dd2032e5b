using System.Runtime.InteropServices;
using Mm.Conformance.Kernel;
using Mm.Conformance.Observations;

namespace Mm.Conformance.Engine;

/// <summary>Shows a process of the engine as the kernel's proc files show one of the kernel.</summary>
internal sealed class EngineObserver(AddressPlan plan, ulong ignoredFlags, int wordsPerPage)
{
    private readonly ByteTextWriter _text = new();
    private readonly byte[] _page = new byte[AddressPlan.PageSize];

    public ProcessView Observe(EngineProcess process)
    {
        _text.Clear();
        process.Mm.FormatSmaps(_text);
        List<VmaView> vmas = SmapsParser.Parse(_text.Written, (start, _) => ObservationCommands.IsWanted(start, plan), ignoredFlags);
        ulong[] pages = new ulong[plan.ObservedPages], words = new ulong[plan.ObservedPages];
        int at = 0;
        foreach ((ulong start, int count) in plan.Regions)
        {
            process.Mm.ReadPagemap(start, pages.AsSpan(at, count));
            for (int i = 0; i < count; i++, at++)
            {
                if ((pages[at] & PageBits.Present) != 0)
                    words[at] = Sum(process.Mm, start + ((ulong)i * AddressPlan.PageSize));
            }
        }
        return new ProcessView(process.Number, vmas, pages, words);
    }

    private ulong Sum(MmStruct mm, ulong address)
    {
        Span<byte> bytes = _page.AsSpan(0, wordsPerPage * sizeof(ulong));
        if (!mm.Read(address, bytes).IsOk)
            return ExecutorImage.Unreadable;
        ulong sum = 0;
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(bytes))
            sum = ulong.RotateLeft(sum, 5) + word;
        return sum;
    }
}
