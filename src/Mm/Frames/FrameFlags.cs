namespace Mm.Frames;

/// <summary>What is known of a frame, as Linux's page flags.</summary>
[Flags]
public enum FrameFlags
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Anonymous memory: the mapping is an anonymous one.</summary>
    Anon = 1,

    /// <summary>One entry maps it, and only the holder of that entry's table lock may change its map count (PageAnonExclusive).</summary>
    Exclusive = 2,

    /// <summary>Shared anonymous memory, counted as such.</summary>
    Shmem = 4,

    /// <summary>It was written since it was last clean, as the entries that mapped it told when they were cleared.</summary>
    Dirty = 8,

    /// <summary>It was accessed, as <see cref="Dirty"/> says for writes.</summary>
    Referenced = 16,

    /// <summary>The head of 512 frames that are mapped and freed as one.</summary>
    Huge = 32,

    /// <summary>Freed by the program in advance: dropped when memory is short, unless written before (MADV_FREE).</summary>
    LazyFree = 64,

    /// <summary>With <see cref="Huge"/>: of the pool of hugetlbfs, never broken.</summary>
    HugeTlb = 128,
}
