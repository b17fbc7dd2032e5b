namespace Mm.PageTables;

/// <summary>What a zap leaves.</summary>
[Flags]
public enum ZapFlags
{
    /// <summary>Nothing: the mapping goes.</summary>
    None = 0,

    /// <summary>Guard marks: the mapping stays (MADV_DONTNEED).</summary>
    KeepMarks = 1,
}
