using Mm.Locks;

namespace Mm.Userfault;

/// <summary>A descriptor of userfaultfd: faults on missing pages of the ranges that are registered with it wait until a monitor has filled the page
/// in.</summary>
/// <remarks>
/// <para>The calls are Linux's (<c>fs/userfaultfd.c</c>, <c>mm/userfaultfd.c</c>), results are 0 or a negated error number, and arguments may be any 64-bit
/// values. Of the modes there is UFFDIO_REGISTER_MODE_MISSING.</para>
/// <para>A thread that waits holds no lock: it enters the queue under the lock that keeps its mapping, so that nobody can take the mapping out, wake the
/// waiters, and miss it; then it lets go, and tries its access again when it is woken. What it finds then decides: its page, SIGSEGV if the range was
/// unmapped meanwhile, or another wait.</para>
/// </remarks>
public sealed partial class Userfaultfd : IDisposable
{
    private readonly UserfaultfdFlags _flags;
    private readonly Lock _gate = new();

    /// <summary>Faults that nobody has read yet, in the order in which they came.</summary>
    [GuardedBy("_gate")]
    private readonly List<UserfaultWait> _pending = [];

    /// <summary>Faults that have been read.</summary>
    [GuardedBy("_gate")]
    private readonly List<UserfaultWait> _delivered = [];

    /// <summary>Changes of the layout that nobody has read yet.</summary>
    [GuardedBy("_gate")]
    private readonly List<UserfaultNotice> _notices = [];

    /// <summary>Readers that wait for a message.</summary>
    [GuardedBy("_gate")]
    private readonly List<Completion> _readers = [];

    /// <summary>Closed. Faults do not wait any more, and nobody waits for a reader.</summary>
    [GuardedBy("_gate", LockFreeReads = true)]
    private bool _released;

    /// <summary>What UFFDIO_API agreed on, with <see cref="Negotiated"/>; 0 before.</summary>
    private long _features;

    /// <summary>Messages about changes that have not been read yet (<c>mmap_changing</c>).</summary>
    private int _changing;

    private const long Negotiated = 1L << 31;

    internal Userfaultfd(MmStruct mm, UserfaultfdFlags flags)
    {
        Mm = mm;
        _flags = flags;
        mm.NoteUserfaultfd();
    }

    /// <summary>The address space whose faults it sees.</summary>
    [LockOwner]
    public MmStruct Mm { get; }

    /// <summary>Held for read while pages are filled in, for write to announce a change of the layout: who fills in sees a change that began before
    /// (<c>map_changing_lock</c>).</summary>
    [DefaultLock]
    public RwSemaphore MapChangingLock { get; } = new("map_changing_lock", "Userfaultfd.MapChangingLock");

    /// <summary>Whether it was closed.</summary>
    /// <remarks>Pairs with the store in <see cref="Dispose"/>; who must not miss it looks under the gate.</remarks>
    public bool IsClosed => Volatile.Read(ref _released);

    /// <summary>Faults of the kernel are not waited for.</summary>
    internal bool UserModeOnly => (_flags & UserfaultfdFlags.UserModeOnly) != 0;

    /// <summary>UFFDIO_API: agrees on features. Everything else is -EINVAL before.</summary>
    /// <param name="api">0xAA.</param>
    /// <param name="features">What is asked for.</param>
    /// <param name="supported">All that there are.</param>
    /// <param name="calls">The calls that the descriptor answers.</param>
    /// <returns>0; -EINVAL for an unknown version or feature, or a second time; -EPERM for fork events without CAP_SYS_PTRACE.</returns>
    public long Api(ulong api, UserfaultFeatures features, out UserfaultFeatures supported, out UserfaultCalls calls)
    {
        supported = UserfaultFeatures.None;
        calls = UserfaultCalls.None;
        if (api != 0xAA || (features & ~UserfaultFeatures.All) != 0)
            return -Errno.EINVAL;
        if ((features & UserfaultFeatures.EventFork) != 0 && !Mm.Options.CapSysPtrace)
            return -Errno.EPERM;

        // As one step: two callers at once must not both believe that theirs was agreed on. Pairs with the reads in Has and IsNegotiated.
        if (Interlocked.CompareExchange(ref _features, (long)features | Negotiated, 0) != 0)
            return -Errno.EINVAL;
        supported = UserfaultFeatures.All;
        calls = UserfaultCalls.Register | UserfaultCalls.Unregister | UserfaultCalls.Api;
        return 0;
    }

    /// <summary>UFFDIO_REGISTER: faults on missing pages of the range wait from now on. Holes are passed over.</summary>
    /// <param name="start">First address, page-aligned.</param>
    /// <param name="length">Bytes, a multiple of the page size.</param>
    /// <param name="modes">What faults.</param>
    /// <param name="calls">The calls that the range answers.</param>
    /// <returns>0; -EINVAL for a bad range or mode, nothing mapped there, or memory of a kind that cannot be registered; -EPERM for a mapping that may never
    /// be written; -EBUSY if another descriptor has a part of it; -ENOMEM.</returns>
    [Excludes("Mm.MmapLock")]
    public long Register(ulong start, ulong length, UserfaultModes modes, out UserfaultCalls calls)
    {
        calls = UserfaultCalls.None;
        long result = IsNegotiated ? UserfaultRegistration.Register(Mm, this, start, length, modes) : -Errno.EINVAL;
        if (result == 0)
            calls = UserfaultCalls.Wake | UserfaultCalls.Copy | UserfaultCalls.ZeroPage;
        return result;
    }

    /// <summary>UFFDIO_UNREGISTER: who waits there is woken and finds what an ordinary fault finds.</summary>
    /// <param name="start">First address, page-aligned.</param>
    /// <param name="length">Bytes, a multiple of the page size.</param>
    /// <returns>0; -EINVAL for a bad range, nothing mapped there, memory that cannot be registered, or another descriptor's; -ENOMEM.</returns>
    [Excludes("Mm.MmapLock")]
    public long Unregister(ulong start, ulong length) =>
        IsNegotiated ? UserfaultRegistration.Unregister(Mm, this, start, length) : -Errno.EINVAL;

    /// <summary>UFFDIO_COPY: fills missing pages of one registered mapping, and wakes who waits for them.</summary>
    /// <param name="start">First address, page-aligned.</param>
    /// <param name="source">The bytes; whole pages.</param>
    /// <param name="modes">Whether to wake.</param>
    /// <param name="copied">Bytes filled in, or the error number if there were none (the field <c>copy</c>).</param>
    /// <returns>0; -EAGAIN if only a part was filled in, or the layout is changing; -EINVAL; -ENOENT if the range is not in one registered mapping;
    /// -EEXIST if its first page is there; -EFAULT beyond the end of shared memory; -ENOMEM; -ESRCH if the process has ended.</returns>
    [Excludes("Mm.MmapLock")]
    public long Copy(ulong start, ReadOnlySpan<byte> source, UserfaultFillModes modes, out long copied)
    {
        copied = 0;
        return IsNegotiated ? UserfaultFill.Run(Mm, this, start, (ulong)source.Length, source, modes, out copied) : -Errno.EINVAL;
    }

    /// <summary>UFFDIO_ZEROPAGE: as <see cref="Copy"/>, with the zero page.</summary>
    /// <param name="start">First address, page-aligned.</param>
    /// <param name="length">Bytes, a multiple of the page size.</param>
    /// <param name="modes">Whether to wake.</param>
    /// <param name="zeroed">Bytes filled in, or the error number if there were none.</param>
    [Excludes("Mm.MmapLock")]
    public long ZeroPage(ulong start, ulong length, UserfaultFillModes modes, out long zeroed)
    {
        zeroed = 0;
        return IsNegotiated ? UserfaultFill.Run(Mm, this, start, length, default, modes, out zeroed) : -Errno.EINVAL;
    }

    /// <summary>UFFDIO_WAKE: who waits for a page of the range tries again.</summary>
    /// <param name="start">First address, page-aligned.</param>
    /// <param name="length">Bytes, a multiple of the page size.</param>
    /// <returns>0, or -EINVAL for a bad range.</returns>
    public long Wake(ulong start, ulong length)
    {
        if (!IsNegotiated || UserfaultRange.Check(Mm, start, length) != 0)
            return -Errno.EINVAL;
        WakeRange(start, start + length);
        return 0;
    }

    /// <summary>Whether a read would give something.</summary>
    public bool HasMessage
    {
        get
        {
            lock (_gate)
                return _pending.Count + _notices.Count != 0;
        }
    }

    /// <summary>read: waits for a message, and takes as many as there are and fit, faults before changes. Who announced a change goes on once it is
    /// read.</summary>
    /// <param name="messages">Where they go.</param>
    /// <returns>How many; -EINVAL before UFFDIO_API or without room for one; -EAGAIN if there is none and reads do not wait; -EINTR; -EBADF once
    /// closed.</returns>
    [Blocks]
    public long Read(Span<UserfaultMessage> messages)
    {
        if (!IsNegotiated || messages.IsEmpty)
            return -Errno.EINVAL;
        while (true)
        {
            Completion wait = new();
            lock (_gate)
            {
                if (_released)
                    return -Errno.EBADF;
                int count = Take(messages);
                if (count != 0)
                    return count;
                if ((_flags & UserfaultfdFlags.NonBlock) != 0)
                    return -Errno.EAGAIN;
                _readers.Add(wait);
            }
            int interrupted = wait.WaitKillable(Mm.Options.FatalSignal);
            if (interrupted != 0)
                return interrupted;
        }
    }

    /// <summary>close: everybody who waits goes on, and nothing is registered with it any more.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_released)
                return;
            Volatile.Write(ref _released, true);
        }
        UserfaultRegistration.Release(Mm, this);
        ReleaseWaiters();
    }

    /// <summary>Whether a feature was agreed on.</summary>
    internal bool Has(UserfaultFeatures feature) => ((UserfaultFeatures)Volatile.Read(ref _features) & feature) != 0;

    /// <summary>The descriptor that watches the copies of its mappings in a child (<c>dup_userfaultfd</c>): same flags, same features.</summary>
    internal Userfaultfd ForChild(MmStruct child)
    {
        Userfaultfd uffd = new(child, _flags);
        Volatile.Write(ref uffd._features, Volatile.Read(ref _features));
        return uffd;
    }

    private bool IsNegotiated => Volatile.Read(ref _features) != 0;
}
