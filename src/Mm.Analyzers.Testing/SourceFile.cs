namespace Mm.Analyzers.Testing;

/// <summary>A source and the name that diagnostics give for it.</summary>
/// <param name="Path">The file's name or path; it need not exist.</param>
/// <param name="Text">The C# text.</param>
public sealed record SourceFile(string Path, string Text);
