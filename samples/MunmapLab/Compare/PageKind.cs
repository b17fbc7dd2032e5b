namespace MunmapLab.Compare;

/// <summary>What backs the pages of the range that is unmapped.</summary>
internal enum PageKind
{
    /// <summary>A frame of its own for every 4 KB page.</summary>
    Own4K,

    /// <summary>Huge frames of 2 MB; own 4 KB frames for what is left over at the end of the range.</summary>
    Huge2M,

    /// <summary>The shared zero page, as after reading memory that was never written.</summary>
    Zero,
}

/// <summary>The names of page kinds on the command line and in results.</summary>
internal static class PageKinds
{
    private static readonly (string Name, PageKind Kind)[] s_known = [("4k", PageKind.Own4K), ("2m", PageKind.Huge2M), ("zero", PageKind.Zero)];

    public static IEnumerable<string> Names => s_known.Select(k => k.Name);

    public static bool TryParse(string name, out PageKind kind)
    {
        int found = Array.FindIndex(s_known, k => string.Equals(k.Name, name, StringComparison.OrdinalIgnoreCase));
        kind = found < 0 ? default : s_known[found].Kind;
        return found >= 0;
    }

    public static string NameOf(PageKind kind) => Array.Find(s_known, k => k.Kind == kind).Name;

    public static string Describe(PageKind kind) => kind switch
    {
        PageKind.Own4K => "4K pages with frames of their own",
        PageKind.Huge2M => "4K pages, in huge pages of 2M",
        _ => "4K pages, all of them the shared zero page",
    };
}
