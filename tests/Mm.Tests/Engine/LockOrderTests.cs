using System.Reflection;
using System.Runtime.CompilerServices;
using Mm.Files;
using Mm.Locks;
using Mm.ReverseMap;
using Mm.Userfault;

namespace Mm.Tests.Engine;

public sealed class LockOrderTests
{
    /// <summary>The tree in the header of MmStruct.cs is the order that the analyzer and the validator check.</summary>
    [Fact]
    public void TheHeaderSaysWhatIsDeclared()
    {
        string[] declared = typeof(MmStruct).Assembly.GetCustomAttribute<LockOrderAttribute>()!.OutermostFirst
            .Select(entry => entry is Type type ? type.Name : string.Join('.', ((string)entry).Split('.')[^2..]))
            .ToArray();
        string[] written = File.ReadLines(HeaderFile())
            .SkipWhile(line => !line.StartsWith("// Lock order", StringComparison.Ordinal))
            .Skip(2)
            .TakeWhile(line => line.Length > 2 && line.StartsWith("// ", StringComparison.Ordinal))
            .Select(line => line[3..].Trim().Split(' ')[0])
            .ToArray();
        Assert.Equal(declared, written);
    }

    /// <summary>The runtime validator finds a lock's place by the name of its class, so each lock of a declared member is of the class that is named after the
    /// member.</summary>
    [Fact]
    public void LocksAreOfTheClassesThatAreDeclared()
    {
        using EngineFixture f = new();
        f.Mm.CreateUserfaultfd(UserfaultfdFlags.None, out Userfaultfd? uffd);
        AddressSpace space = new(f.System, 0, "/x");
        RwSemaphore[] locks =
        [
            f.Mm.MmapLock, uffd!.MapChangingLock, space.InvalidateLock, space.IMmapLock, new AnonVma(new AnonVmaRegistry(), null).Lock,
        ];
        string[] declared = [.. typeof(MmStruct).Assembly.GetCustomAttribute<LockOrderAttribute>()!.OutermostFirst.OfType<string>()];
        Assert.Equal(declared, locks.Select(l => declared.Single(entry => entry.EndsWith("." + l.Class.Name, StringComparison.Ordinal))));
    }

    private static string HeaderFile([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "src", "Mm", "MmStruct.cs");
}
