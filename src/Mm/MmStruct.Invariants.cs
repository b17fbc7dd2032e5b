using System.Diagnostics;
using Mm.Locks;

namespace Mm;

// What must hold whenever nobody changes the layout; looked at after every operation in debug builds.
public sealed partial class MmStruct
{
    /// <summary>Switches the look after every operation off, for tests that make millions of calls and look at the end.</summary>
    internal bool SkipInvariants { get; set; }

    /// <summary>Throws if the tree, the counters and the mappings contradict each other.</summary>
    /// <exception cref="InvalidOperationException">They do; the message says how.</exception>
    [Excludes("MmapLock")]
    public void VerifyInvariants()
    {
        using (MmapLock.Write())
            InvariantChecker.Verify(this);
    }

    [Conditional("DEBUG")]
    [Excludes("MmapLock")]
    private void CheckInvariants()
    {
        if (SkipInvariants || !MmapLock.TryReadLock())
            return;
        try
        {
            if (MapCount <= 256)
                InvariantChecker.Verify(this);
        }
        finally
        {
            MmapLock.ReadUnlock();
        }
    }
}
