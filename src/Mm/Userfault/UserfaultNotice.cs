using Mm.Locks;

namespace Mm.Userfault;

/// <summary>A message about a change of the layout, and the thread that waits until it has been read.</summary>
internal sealed class UserfaultNotice
{
    internal UserfaultNotice(Userfaultfd uffd, in UserfaultMessage message)
    {
        Uffd = uffd;
        Message = message;
    }

    /// <summary>Who is told.</summary>
    internal Userfaultfd Uffd { get; }

    /// <summary>What it is told.</summary>
    internal UserfaultMessage Message { get; }

    /// <summary>It has been read, or nobody will read it.</summary>
    internal Completion Read { get; } = new();

    /// <summary>Whether it is about the unmapping of a range, or of more.</summary>
    internal bool CoversUnmap(Userfaultfd uffd, ulong start, ulong end) =>
        ReferenceEquals(Uffd, uffd) && Message.Event == UserfaultEvent.Unmap && Message.Address <= start && Message.End >= end;
}
