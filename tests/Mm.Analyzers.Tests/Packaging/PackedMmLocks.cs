using Mm.Analyzers.Tests.Support;

namespace Mm.Analyzers.Tests.Packaging;

/// <summary>A folder feed with the packages just packed from this checkout, in a temporary folder that also holds the projects that use them.</summary>
public sealed class PackedMmLocks : IAsyncLifetime
{
    /// <summary>The temporary folder.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("mmlocks-package-").FullName;

    /// <summary>The file of the package MmLocks.</summary>
    public string Package => FileOf("MmLocks");

    /// <summary>The file of the package MmLocks.Testing.</summary>
    public string TestingPackage => FileOf("MmLocks.Testing");

    private string Feed => Path.Combine(Folder, "feed");

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        await PackAsync("src/Mm.Locks/Mm.Locks.csproj");
        await PackAsync("src/Mm.Analyzers.Testing/Mm.Analyzers.Testing.csproj");
    }

    /// <inheritdoc/>
    public Task DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>Builds a project with this source, which takes the package from the feed through a package cache of its own.</summary>
    internal async Task<(int ExitCode, string Output)> BuildConsumerAsync(string name, string source)
    {
        string project = Path.Combine(Folder, name);
        Directory.CreateDirectory(project);
        string version = Path.GetFileNameWithoutExtension(Package)["MmLocks.".Length..];
        File.WriteAllText(Path.Combine(project, "Source.cs"), source);
        File.WriteAllText(Path.Combine(project, "Directory.Build.props"), "<Project />");
        File.WriteAllText(Path.Combine(project, "Directory.Packages.props"), "<Project />");
        File.WriteAllText(Path.Combine(project, "nuget.config"), $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{Path.Combine(Folder, "cache")}" /></config>
              <packageSources><clear /><add key="feed" value="{Feed}" /></packageSources>
            </configuration>
            """);
        File.WriteAllText(Path.Combine(project, name + ".csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="MmLocks" Version="{version}" />
              </ItemGroup>
            </Project>
            """);
        return await DotNet.RunAsync(project, "build", "-nologo", "-v", "q");
    }

    private string FileOf(string id) => Directory.EnumerateFiles(Feed, id + ".*.nupkg").Single(f => char.IsDigit(Path.GetFileName(f)[id.Length + 1]));

    private async Task PackAsync(string project)
    {
        // An artifacts folder of its own: the checkout's bin and obj may be in use by the build around this test.
        var (exitCode, output) = await DotNet.RunAsync(
            Repository.Root, "pack", project, "-c", "Release", "-o", Feed, "-nologo", "-v", "q",
            "--artifacts-path", Path.Combine(Folder, "artifacts"), "-p:UseArtifactsOutput=true");
        Assert.True(exitCode == 0, output);
    }
}
