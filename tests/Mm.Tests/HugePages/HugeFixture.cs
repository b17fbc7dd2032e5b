using System.Globalization;
using Mm.Tests.Engine;

namespace Mm.Tests.HugePages;

/// <summary>A machine with room for huge pages, and what smaps says of a mapping.</summary>
internal sealed class HugeFixture : IDisposable
{
    /// <summary>Pages of 4 KB in a huge page.</summary>
    internal const int Huge = 512;

    internal HugeFixture(HugePageMode mode = HugePageMode.Madvise, MmOptions? options = null, long ramPages = 1 << 16) =>
        F = new EngineFixture(new MmSystemOptions { RamPages = ramPages, CpuCount = 4, TransparentHugePages = mode }, options);

    internal EngineFixture F { get; }

    internal MmStruct Mm => F.Mm;

    internal long Advise(int page, int pages, Advice advice) => Mm.Madvise(EngineFixture.At(page), (ulong)pages * PageMath.Size, advice);

    /// <summary>Maps memory that wants huge pages.</summary>
    internal void MapHuge(int page, int pages, Prot prot = Prot.ReadWrite)
    {
        Assert.Equal((long)EngineFixture.At(page), F.Map(page, pages, prot));
        Assert.Equal(0, Advise(page, pages, Advice.HugePage));
    }

    internal static byte Load(MmStruct mm, int page)
    {
        byte[] one = new byte[1];
        Assert.Equal(FaultOutcome.Ok, mm.Read(EngineFixture.At(page), one));
        return one[0];
    }

    /// <summary>For each mapping of the window "first-end rss/huge", the figures in pages of 4 KB.</summary>
    internal string Smaps() => Smaps(Mm);

    internal static string Smaps(MmStruct mm)
    {
        StringWriter text = new();
        mm.FormatSmaps(text);
        List<string> parts = [];
        string? current = null;
        int rss = 0;
        foreach (string line in text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words[0].Contains('-', StringComparison.Ordinal))
            {
                string[] bounds = words[0].Split('-');
                ulong start = Convert.ToUInt64(bounds[0], 16);
                ulong end = Convert.ToUInt64(bounds[1], 16);
                bool inside = start >= EngineFixture.Base && end <= EngineFixture.Base + (1UL << 40);
                current = inside ? $"{(start - EngineFixture.Base) / PageMath.Size}-{(end - EngineFixture.Base) / PageMath.Size}" : null;
            }
            else if (words[0] == "Rss:")
            {
                rss = int.Parse(words[1], CultureInfo.InvariantCulture) / 4;
            }
            else if (words[0] == "AnonHugePages:" && current != null)
            {
                parts.Add($"{current} {rss}/{int.Parse(words[1], CultureInfo.InvariantCulture) / 4}");
            }
        }
        return string.Join(", ", parts);
    }

    public void Dispose() => F.Dispose();
}
