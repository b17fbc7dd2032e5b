namespace MunmapLab.CommandLine;

/// <summary>Where a machine-readable result goes: a file, or <c>-</c> for standard output.</summary>
internal sealed class OutputFile
{
    private readonly string? _path;

    private OutputFile(string? path) => _path = path;

    public bool IsStandardOutput => _path is null;

    /// <summary>Makes sure, before a long run, that the file can be written. What stands in it is kept until there is a result.</summary>
    /// <exception cref="UsageException">It cannot be written; the message says why.</exception>
    public static OutputFile Check(string path)
    {
        if (path == "-")
        {
            return new OutputFile(null);
        }

        try
        {
            bool existed = File.Exists(path);
            using (new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write))
            {
            }

            if (!existed)
            {
                File.Delete(path);
            }

            return new OutputFile(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UsageException($"the file '{path}' cannot be written: {Reason(path, e)}");
        }
    }

    /// <summary>Writes the result.</summary>
    public void Write(string text, TextWriter standardOutput)
    {
        if (_path is null)
        {
            standardOutput.WriteLine(text);
            return;
        }

        File.WriteAllText(_path, text + "\n");
    }

    private static string Reason(string path, Exception e) => e switch
    {
        _ when Directory.Exists(path) => "it is a directory",
        DirectoryNotFoundException => "its directory does not exist",
        UnauthorizedAccessException => "permission denied",
        PathTooLongException => "the name is too long",
        ArgumentException => "the name is empty or not valid",
        _ => e.Message,
    };
}
