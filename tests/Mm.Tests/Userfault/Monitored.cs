using Mm.Tests.Engine;
using Mm.Userfault;

namespace Mm.Tests.Userfault;

/// <summary>An address space with a descriptor of userfaultfd, and short words for what a monitor does.</summary>
internal sealed class Monitored : IDisposable
{
    internal Monitored(UserfaultFeatures features = UserfaultFeatures.None, UserfaultfdFlags flags = UserfaultfdFlags.None, MmOptions? options = null)
    {
        F = new EngineFixture(options: options);
        Uffd = Open(F.Mm, features, flags);
    }

    internal EngineFixture F { get; }

    internal Userfaultfd Uffd { get; }

    internal static Userfaultfd Open(MmStruct mm, UserfaultFeatures features = UserfaultFeatures.None, UserfaultfdFlags flags = UserfaultfdFlags.None)
    {
        Assert.Equal(0, mm.CreateUserfaultfd(flags, out Userfaultfd? uffd));
        Assert.Equal(0, uffd!.Api(0xAA, features, out _, out _));
        return uffd;
    }

    internal static byte[] Pages(int count, byte value)
    {
        byte[] bytes = new byte[count * (int)PageMath.Size];
        Array.Fill(bytes, value);
        return bytes;
    }

    internal long Register(int page, int pages) => Uffd.Register(EngineFixture.At(page), (ulong)pages * PageMath.Size, UserfaultModes.Missing, out _);

    internal long Unregister(int page, int pages) => Uffd.Unregister(EngineFixture.At(page), (ulong)pages * PageMath.Size);

    internal long Copy(int page, int pages, byte value, out long copied) =>
        Uffd.Copy(EngineFixture.At(page), Pages(pages, value), UserfaultFillModes.None, out copied);

    internal long Copy(int page, int pages, byte value) => Copy(page, pages, value, out _);

    internal long Zero(int page, int pages) => Uffd.ZeroPage(EngineFixture.At(page), (ulong)pages * PageMath.Size, UserfaultFillModes.None, out _);

    /// <summary>Waits for the next message.</summary>
    internal UserfaultMessage Next() => Next(Uffd);

    internal static UserfaultMessage Next(Userfaultfd uffd)
    {
        UserfaultMessage[] one = new UserfaultMessage[1];
        Assert.Equal(1, uffd.Read(one));
        return one[0];
    }

    /// <summary>Runs a call that will wait on a thread of its own.</summary>
    internal static Task<T> Start<T>(Func<T> call) => Task.Factory.StartNew(call, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public void Dispose()
    {
        Uffd.Dispose();
        F.Dispose();
    }
}
