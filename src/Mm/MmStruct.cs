using Mm.Faults;
using Mm.Locks;
using Mm.PageTables;
using Mm.Protocols;
using Mm.Strategies;
using Mm.Tree;

namespace Mm;

// Lock order, outermost first (LockOrder.cs states it for the analyzer and the runtime validator):
//
// RangeToken                            a range that an unmap has claimed; waited for with nothing held
//   MmStruct.MmapLock                   the layout; a child's nests inside its parent's at fork
//     VmLock                            one VMA; write-locked VMAs stay so until the mmap lock's write hold ends
//       Userfaultfd.MapChangingLock     no page is filled in while the layout changes behind the back of who fills in
//         AddressSpace.InvalidateLock   no page of the object appears while truncation drops pages
//           AddressSpace.IMmapLock      the mappings of an object
//             AnonVma.Lock              the mappings of anonymous pages
//               RcuDomain               look-ups without a lock; nothing may sleep inside
//                 PageTableLock         one table of a level
//
// The kernel has vma_start_write inside of invalidate_lock; here only faults take that lock, under the VMA lock for read, which is outside of it there too.
// A fault that holds a VMA lock for read only tries the mmap lock: its writer waits for VMA readers.

/// <summary>One address space (<c>mm_struct</c>).</summary>
/// <remarks>Every system call returns a value that is not negative, or a negated error number, as Linux does. The members that build those calls are public
/// too, with their lock contracts, for strategies that are written outside of this assembly.</remarks>
public sealed partial class MmStruct : IDisposable
{
    /// <summary>Makes an empty address space.</summary>
    /// <param name="system">The machine.</param>
    /// <param name="options">What it starts with; null takes the defaults.</param>
    /// <exception cref="ArgumentException">The strategies do not go together; the message says why.</exception>
    public MmStruct(MmSystem system, MmOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(system);
        Options = options ?? new MmOptions();
        System = system;
        UnmapStrategy = Options.UnmapStrategy;
        FaultStrategy = Options.FaultStrategy;
        Protocol = Options.Protocol ?? UnmapStrategy.DefaultProtocol;
        if (StrategyCombination.Refuse(UnmapStrategy, FaultStrategy, Protocol) is { } reason)
            throw new ArgumentException(reason, nameof(options));
        MmapLock = new RwSemaphore("mmap_lock", "MmStruct.MmapLock");
        Tree = new VmaTree();
        Tables = new PageTable(system.TablePool);
        MmapBase = Options.MmapBase;
        _rlimits = Options.Rlimits;
        StartBrk = Options.StartBrk;
        BrkAddress = Options.StartBrk;
    }

    /// <summary>The lock of the layout.</summary>
    [DefaultLock]
    public RwSemaphore MmapLock { get; }

    /// <summary>The machine.</summary>
    public MmSystem System { get; }

    /// <summary>What the address space was made with.</summary>
    public MmOptions Options { get; }

    /// <summary>The resource limits of this moment (setrlimit); a child made by fork starts with its parent's.</summary>
    /// <remarks>Replaced as a whole, so that who reads it sees limits that were set together.</remarks>
    public Rlimits Rlimits
    {
        get => Volatile.Read(ref _rlimits);
        set => Volatile.Write(ref _rlimits, value);
    }

    /// <summary>How ranges are unmapped.</summary>
    public UnmapStrategy UnmapStrategy { get; }

    /// <summary>How faults find their VMA.</summary>
    public FaultStrategy FaultStrategy { get; }

    /// <summary>How operations get exclusive use of a range.</summary>
    public MmProtocol Protocol { get; }

    /// <summary>The mappings by address (<c>mm_mt</c>).</summary>
    [GuardedBy("MmapLock", AlsoReadUnder = new[] { "Rcu.Domain" })]
    internal readonly VmaTree Tree;

    /// <summary>The page tables; each has a lock of its own.</summary>
    internal readonly PageTable Tables;

    /// <summary>The process wants no pages of 2 MB (prctl PR_SET_THP_DISABLE); inherited by fork.</summary>
    [GuardedBy("MmapLock", LockFreeReads = true)]
    private bool _thpDisabled;

    /// <summary>Whether the process wants no pages of 2 MB.</summary>
    /// <remarks>Pairs with the store in <see cref="SetThpDisabled"/>; a fault that misses it came before.</remarks>
    internal bool IsThpDisabled => Volatile.Read(ref _thpDisabled);

    [RequiresWrite("MmapLock")]
    internal void InheritThpDisabled(MmStruct parent) => Volatile.Write(ref _thpDisabled, parent.IsThpDisabled);

    private bool _hasUserfaultfds;
    private bool _hasExited;

    /// <summary>Whether there ever was a descriptor of userfaultfd, so that a change of the layout may have to be told.</summary>
    /// <remarks>Pairs with the store in <see cref="NoteUserfaultfd"/>. A call that does not see it began before the descriptor was there, or saw no mapping
    /// registered under its lock.</remarks>
    internal bool HasUserfaultfds => Volatile.Read(ref _hasUserfaultfds);

    /// <summary>Whether the process has ended.</summary>
    /// <remarks>Pairs with the store in <see cref="Dispose"/>, before which no thread may use the address space any more; descriptors outlive it.</remarks>
    internal bool HasExited => Volatile.Read(ref _hasExited);

    internal void NoteUserfaultfd() => Volatile.Write(ref _hasUserfaultfds, true);

    /// <summary>Claims on ranges that outlive a hold of the mmap lock.</summary>
    internal readonly RangeClaims Claims = new();

    /// <summary>Mappings in the tree.</summary>
    [GuardedBy("MmapLock", LockFreeReads = true)]
    public int MapCount;

    /// <summary>Locked pages.</summary>
    [GuardedBy("MmapLock", LockFreeReads = true)]
    public ulong LockedVm;

    /// <summary>Mapped pages. May be written under a downgraded lock: that excludes every other writer.</summary>
    [GuardedBy("MmapLock", WriteMode = LockMode.Update, LockFreeReads = true)]
    public ulong TotalVm;

    /// <summary>Pages of executable mappings that are neither writable nor stacks.</summary>
    [GuardedBy("MmapLock", WriteMode = LockMode.Update, LockFreeReads = true)]
    public ulong ExecVm;

    /// <summary>Pages of stacks.</summary>
    [GuardedBy("MmapLock", WriteMode = LockMode.Update, LockFreeReads = true)]
    public ulong StackVm;

    /// <summary>Pages of private writable mappings that are not stacks.</summary>
    [GuardedBy("MmapLock", WriteMode = LockMode.Update, LockFreeReads = true)]
    public ulong DataVm;

    /// <summary>Ranges that have left the tree and are still counted in the totals.</summary>
    [GuardedBy("MmapLock", WriteMode = LockMode.Update, LockFreeReads = true)]
    internal int UnsettledRanges;

    /// <summary>Where the heap starts.</summary>
    [GuardedBy("MmapLock")]
    public ulong StartBrk;

    /// <summary>Where the heap ends (<c>mm->brk</c>). Written before the range is unmapped, because unmapping may let go of the write lock.</summary>
    [GuardedBy("MmapLock")]
    public ulong BrkAddress;

    /// <summary>An address in the main stack; 0 if there is none.</summary>
    [GuardedBy("MmapLock")]
    public ulong StartStack;

    /// <summary>The highest address that top-down placement uses.</summary>
    [GuardedBy("MmapLock")]
    public ulong MmapBase;

    /// <summary>Flags that new mappings get (mlockall with MCL_FUTURE).</summary>
    [GuardedBy("MmapLock")]
    public VmFlags DefFlags;

    /// <summary>See <see cref="Rlimits"/>.</summary>
    private Rlimits _rlimits;

    /// <summary>Free VMA objects, linked through <see cref="Vma.NextFree"/>.</summary>
    [GuardedBy("MmapLock", WriteMode = LockMode.Update)]
    [OwnedBy("this")]
    private Vma? FreeVmas { get; set; }

    /// <summary>The list of detached VMAs that is not in use, to be used again.</summary>
    [GuardedBy("MmapLock", WriteMode = LockMode.Update, ReferenceOnly = true)]
    private DetachedRange? _spareRange;
}
