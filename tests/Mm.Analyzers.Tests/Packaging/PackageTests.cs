using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Mm.Analyzers.Tests.Packaging;

/// <summary>The package as its users get it. A project reference would hide an analyzer that the compiler cannot load.</summary>
public partial class PackageTests(PackedMmLocks packed) : IClassFixture<PackedMmLocks>
{
    [Fact]
    public async Task A_project_that_takes_the_package_gets_one_error_for_one_mistake()
    {
        var (exitCode, output) = await packed.BuildConsumerAsync("Mistaken", """
            using Mm.Locks;

            namespace Mistaken;

            public sealed class Counter
            {
                private readonly object _gate = new();
                [GuardedBy("_gate")] private int _count;

                public void Right() { lock (_gate) { _count++; } }

                public void Wrong() => _count++;
            }
            """);
        Assert.NotEqual(0, exitCode);
        string found = Assert.Single(Diagnostics().Matches(output).Select(m => m.Value).Distinct());
        Assert.StartsWith("Source.cs(12,28): error MML104:", found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_that_takes_the_package_and_keeps_its_contracts_builds_without_a_warning()
    {
        var (exitCode, output) = await packed.BuildConsumerAsync("Careful", """
            using Mm.Locks;

            namespace Careful;

            public sealed class Counter
            {
                private readonly ReaderWriterLockSlim _lock = new();
                [GuardedBy("_lock")] private int _count;

                [RequiresWrite("_lock")] private void Add(int n) => _count += n;

                public void Increment()
                {
                    _lock.EnterWriteLock();
                    try { Add(1); }
                    finally { _lock.ExitWriteLock(); }
                }
            }
            """);
        Assert.True(exitCode == 0, output);
        Assert.Empty(Diagnostics().Matches(output));
    }

    [Fact]
    public void It_holds_the_library_for_both_frameworks_and_the_analyzer_with_its_fixes_once()
    {
        using var package = ZipFile.OpenRead(packed.Package);
        string[] assemblies = [.. package.Entries.Select(e => e.FullName).Where(n => n.EndsWith(".dll", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        Assert.Equal(
            [
                "analyzers/dotnet/cs/Mm.Analyzers.CodeFixes.dll",
                "analyzers/dotnet/cs/Mm.Analyzers.dll",
                "lib/net10.0/Mm.Locks.dll",
                "lib/netstandard2.0/Mm.Locks.dll",
            ],
            assemblies);
        Assert.Contains(package.Entries, e => e.FullName == "README.md");
        Assert.Contains(package.Entries, e => e.FullName == "LICENSE");
        Assert.Contains(package.Entries, e => e.FullName == "lib/netstandard2.0/Mm.Locks.xml");
    }

    [Fact]
    public void It_depends_on_no_other_package()
    {
        using var package = ZipFile.OpenRead(packed.Package);
        using var stream = package.GetEntry("MmLocks.nuspec")!.Open();
        var nuspec = XDocument.Load(stream);
        Assert.Equal("MmLocks", nuspec.Descendants().Single(e => e.Name.LocalName == "id").Value);
        Assert.DoesNotContain(nuspec.Descendants(), e => e.Name.LocalName == "dependency");
    }

    [Fact]
    public void The_package_for_tests_brings_the_analyzer_as_a_library()
    {
        using var package = ZipFile.OpenRead(packed.TestingPackage);
        Assert.Equal(
            ["lib/netstandard2.0/Mm.Analyzers.Testing.dll", "lib/netstandard2.0/Mm.Analyzers.dll"],
            package.Entries.Select(e => e.FullName).Where(n => n.EndsWith(".dll", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        using var stream = package.GetEntry("MmLocks.Testing.nuspec")!.Open();
        Assert.Equal(
            ["Microsoft.CodeAnalysis.CSharp", "MmLocks"],
            XDocument.Load(stream).Descendants().Where(e => e.Name.LocalName == "dependency").Select(e => e.Attribute("id")!.Value).Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"[^/\\\s]*(\(\d+,\d+\))?\s?: (error|warning) [A-Z]+\d+:.*?(?=\s\[|$)", RegexOptions.Multiline)]
    private static partial Regex Diagnostics();
}
