using MunmapLab.Traces;

namespace MunmapLab.Replay;

/// <summary>The names that strace prints for bits, with their values on x86-64.</summary>
internal static class FlagNames
{
    public static IReadOnlyDictionary<string, ulong> Prot { get; } = new Dictionary<string, ulong>
    {
        ["PROT_NONE"] = 0,
        ["PROT_READ"] = 1,
        ["PROT_WRITE"] = 2,
        ["PROT_EXEC"] = 4,
        ["PROT_SEM"] = 8,
        ["PROT_GROWSDOWN"] = 0x01000000,
        ["PROT_GROWSUP"] = 0x02000000,
    };

    public static IReadOnlyDictionary<string, ulong> Map { get; } = new Dictionary<string, ulong>
    {
        ["MAP_FILE"] = 0,
        ["MAP_SHARED"] = 1,
        ["MAP_PRIVATE"] = 2,
        ["MAP_SHARED_VALIDATE"] = 3,
        ["MAP_DROPPABLE"] = 8,
        ["MAP_FIXED"] = 0x10,
        ["MAP_ANONYMOUS"] = 0x20,
        ["MAP_32BIT"] = 0x40,
        ["MAP_GROWSDOWN"] = 0x100,
        ["MAP_DENYWRITE"] = 0x800,
        ["MAP_EXECUTABLE"] = 0x1000,
        ["MAP_LOCKED"] = 0x2000,
        ["MAP_NORESERVE"] = 0x4000,
        ["MAP_POPULATE"] = 0x8000,
        ["MAP_NONBLOCK"] = 0x10000,
        ["MAP_STACK"] = 0x20000,
        ["MAP_HUGETLB"] = 0x40000,
        ["MAP_SYNC"] = 0x80000,
        ["MAP_FIXED_NOREPLACE"] = 0x100000,
    };

    public static IReadOnlyDictionary<string, ulong> Mremap { get; } = new Dictionary<string, ulong>
    {
        ["MREMAP_MAYMOVE"] = 1,
        ["MREMAP_FIXED"] = 2,
        ["MREMAP_DONTUNMAP"] = 4,
    };

    public static IReadOnlyDictionary<string, ulong> Advice { get; } = new Dictionary<string, ulong>
    {
        ["MADV_NORMAL"] = 0,
        ["MADV_RANDOM"] = 1,
        ["MADV_SEQUENTIAL"] = 2,
        ["MADV_WILLNEED"] = 3,
        ["MADV_DONTNEED"] = 4,
        ["MADV_FREE"] = 8,
        ["MADV_REMOVE"] = 9,
        ["MADV_DONTFORK"] = 10,
        ["MADV_DOFORK"] = 11,
        ["MADV_MERGEABLE"] = 12,
        ["MADV_UNMERGEABLE"] = 13,
        ["MADV_HUGEPAGE"] = 14,
        ["MADV_NOHUGEPAGE"] = 15,
        ["MADV_DONTDUMP"] = 16,
        ["MADV_DODUMP"] = 17,
        ["MADV_WIPEONFORK"] = 18,
        ["MADV_KEEPONFORK"] = 19,
        ["MADV_COLD"] = 20,
        ["MADV_PAGEOUT"] = 21,
        ["MADV_POPULATE_READ"] = 22,
        ["MADV_POPULATE_WRITE"] = 23,
        ["MADV_DONTNEED_LOCKED"] = 24,
        ["MADV_COLLAPSE"] = 25,
        ["MADV_GUARD_INSTALL"] = 102,
        ["MADV_GUARD_REMOVE"] = 103,
    };

    public static IReadOnlyDictionary<string, ulong> Mlock { get; } = new Dictionary<string, ulong> { ["MLOCK_ONFAULT"] = 1 };

    public static IReadOnlyDictionary<string, ulong> Mlockall { get; } = new Dictionary<string, ulong>
    {
        ["MCL_CURRENT"] = 1,
        ["MCL_FUTURE"] = 2,
        ["MCL_ONFAULT"] = 4,
    };

    /// <summary>The value of <c>A|B|0x40</c>. What strace could not name comes as a number with a comment behind it.</summary>
    public static bool TryParse(string text, IReadOnlyDictionary<string, ulong> names, out ulong value)
    {
        value = 0;
        foreach (string part in text.Split('|'))
        {
            int comment = part.IndexOf("/*", StringComparison.Ordinal);
            string name = (comment < 0 ? part : part[..comment]).Trim();
            if (names.TryGetValue(name, out ulong bits))
            {
                value |= bits;
            }
            else if (StraceArguments.TryParseInteger(name, out long number))
            {
                value |= unchecked((ulong)number);
            }
            else
            {
                return false;
            }
        }

        return true;
    }
}
