using Mm.Files;
using Mm.Locks;
using Mm.Protocols;
using Mm.ReverseMap;

// LINUX-MM.md 1.2, outermost first; the same order stands as a tree in the header of MmStruct.cs, and a test asserts that they agree.
[assembly: LockOrder(
    typeof(RangeToken),
    "Mm.MmStruct.MmapLock",
    typeof(VmLock),
    "Mm.Userfault.Userfaultfd.MapChangingLock",
    "Mm.Files.AddressSpace.InvalidateLock",
    "Mm.Files.AddressSpace.IMmapLock",
    "Mm.ReverseMap.AnonVma.Lock",
    typeof(RcuDomain),
    typeof(PageTableLock))]
