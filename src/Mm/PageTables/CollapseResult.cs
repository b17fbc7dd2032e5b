namespace Mm.PageTables;

/// <summary>What came of making a huge page of small ones.</summary>
public enum CollapseResult
{
    /// <summary>There is a huge page now, or there was one.</summary>
    Done,

    /// <summary>There is nothing, or something that a huge page cannot hold: a guard, a page of a file.</summary>
    Unsuitable,

    /// <summary>Somebody has a reference to a page that is not an entry's.</summary>
    Busy,

    /// <summary>No huge frame, or no memory for the copy.</summary>
    OutOfMemory,
}
