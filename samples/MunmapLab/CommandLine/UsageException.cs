namespace MunmapLab.CommandLine;

/// <summary>The command line asks for something that cannot be done. The message is one line; the program ends with exit code 64.</summary>
internal sealed class UsageException : Exception
{
    public UsageException(string message)
        : base(message)
    {
    }
}
