using MunmapLab.Traces;

namespace MunmapLab.CommandLine;

/// <summary>Opens the files that a user names.</summary>
internal static class InputFile
{
    /// <exception cref="UsageException">There is no such file, or it may not be read.</exception>
    public static RecordingText Open(string path) => Read(path, RecordingText.Open);

    /// <summary>The whole of a small text file.</summary>
    /// <exception cref="UsageException">There is no such file, or it may not be read.</exception>
    public static string ReadText(string path) => Read(path, File.ReadAllText);

    private static T Read<T>(string path, Func<string, T> read)
    {
        try
        {
            return read(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            string reason = e switch
            {
                _ when Directory.Exists(path) => "it is a directory",
                FileNotFoundException or DirectoryNotFoundException => "no such file",
                UnauthorizedAccessException => "permission denied",
                ArgumentException => "the name is empty or not valid",
                _ => e.Message,
            };
            throw new UsageException($"the file '{path}' cannot be read: {reason}");
        }
    }
}
