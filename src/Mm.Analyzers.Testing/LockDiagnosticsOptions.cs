using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Mm.Analyzers.Testing;

/// <summary>How sources are compiled and analysed. Every member has a default that suits a self-contained example.</summary>
public sealed record LockDiagnosticsOptions
{
    /// <summary>C# version of the sources; by default the newest that the compiler in use knows, previews included.</summary>
    public LanguageVersion LanguageVersion { get; init; } = LanguageVersion.Preview;

    /// <summary>A library by default; <see cref="OutputKind.ConsoleApplication"/> for top-level programs.</summary>
    public OutputKind OutputKind { get; init; } = OutputKind.DynamicallyLinkedLibrary;

    /// <summary>Whether <c>Mm.Locks</c> is referenced. Off for sources that declare their own copies of the annotations.</summary>
    public bool ReferenceMmLocks { get; init; } = true;

    /// <summary>Assemblies that the sources need beside the framework and <c>Mm.Locks</c>.</summary>
    public ImmutableArray<MetadataReference> References { get; init; } = [];

    /// <summary>Keys of .editorconfig, for all sources: <c>mmlocks_owner_inference</c>, <c>dotnet_diagnostic.MML209.severity</c>, ...</summary>
    public ImmutableDictionary<string, string> EditorConfig { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Preprocessor symbols; <c>DEBUG</c> by default, so that <c>Debug.Assert</c> is seen.</summary>
    public ImmutableArray<string> PreprocessorSymbols { get; init; } = ["DEBUG"];

    /// <summary>Using directives of every source; by default none. A source may state them itself.</summary>
    public ImmutableArray<string> GlobalUsings { get; init; } = [];

    /// <summary>Whether members are analysed on several threads. The result is the same.</summary>
    public bool Concurrent { get; init; } = true;

    /// <summary>These options with one more key of .editorconfig.</summary>
    public LockDiagnosticsOptions WithEditorConfig(string key, string value) => this with { EditorConfig = EditorConfig.SetItem(key, value) };
}
