namespace Mm.Conformance;

/// <summary>The files of a sequence, equal on both sides: memory files, with a known byte at the start of each page.</summary>
public static class SubjectFiles
{
    /// <summary>Number of open files: f0 and f1 are two files open for reading and writing, f2 is f0 opened again for reading only.</summary>
    public const int Count = 3;

    /// <summary>Pages that f0 and f1 have at first.</summary>
    public const int InitialPages = 8;

    /// <summary>The first byte of a page.</summary>
    /// <param name="file">0 or 1.</param>
    /// <param name="page">The page's number.</param>
    public static byte FirstByte(int file, int page) => (byte)(0x40 + (file * 0x20) + page);
}
