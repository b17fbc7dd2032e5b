using System.Reflection;
using System.Runtime.CompilerServices;
using Mm.Locks;

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

    private static string HeaderFile([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "src", "Mm", "MmStruct.cs");
}
