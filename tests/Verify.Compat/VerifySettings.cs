namespace VerifyTests;

/// <summary>Where a snapshot is kept; by default beside the test's source file, as <c>Class.Method.verified.txt</c>.</summary>
public sealed class VerifySettings
{
    internal string? Directory { get; private set; }

    internal string? TypeName { get; private set; }

    internal string? MethodName { get; private set; }

    /// <summary>Keeps the snapshot in this directory, relative to the test's source file.</summary>
    public void UseDirectory(string directory) => Directory = directory;

    /// <summary>Takes this in place of the class in the file's name.</summary>
    public void UseTypeName(string name) => TypeName = name;

    /// <summary>Takes this in place of the method in the file's name.</summary>
    public void UseMethodName(string name) => MethodName = name;
}
