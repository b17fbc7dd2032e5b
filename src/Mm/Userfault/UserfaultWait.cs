using Mm.Locks;

namespace Mm.Userfault;

/// <summary>A thread that waits in a fault until its page is there (<c>userfaultfd_wait_queue</c>).</summary>
internal sealed class UserfaultWait
{
    internal UserfaultWait(Userfaultfd uffd, ulong address, in UserfaultMessage message)
    {
        Uffd = uffd;
        Address = address;
        Message = message;
    }

    /// <summary>Who it waits for.</summary>
    internal Userfaultfd Uffd { get; }

    /// <summary>The address of the access; what is woken is looked up by it.</summary>
    internal ulong Address { get; }

    /// <summary>What is read of it.</summary>
    internal UserfaultMessage Message { get; }

    /// <summary>Somebody has woken it.</summary>
    internal Completion Woken { get; } = new();

    /// <summary>Sleeps until it is woken; no lock may be held. The access is to be tried again then.</summary>
    /// <returns>0, or -EINTR after a fatal signal.</returns>
    [Blocks]
    internal int Wait()
    {
        int interrupted = Woken.WaitKillable(Uffd.Mm.Options.FatalSignal);
        if (interrupted != 0)
            Uffd.Forget(this);
        return interrupted;
    }
}
