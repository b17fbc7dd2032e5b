namespace Mm.Analyzers.Tests.Support;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "MmLocks.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("MmLocks.sln is in no folder above the tests.");
    }
}
