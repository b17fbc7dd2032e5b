using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;
using Mm.Analyzers.Testing;

namespace Mm.Analyzers.Tests.Contracts;

/// <summary>Contracts of a library that is referenced as metadata only: paths name members that a reference assembly does not show.</summary>
public class MetadataTests
{
    private const string Library = """
        using Mm.Locks;
        public class Vault
        {
            private readonly object _gate = new();
            private readonly Inner _inner = new();
            [GuardedBy("_gate")] public int Gold;
            [AcquiresWrite("_gate")] public extern void Enter();
            [AcquiresWrite("_gate", When = true)] public extern bool TryEnter();
            [ReleasesWrite("_gate")] public extern void Exit();
            [RequiresWrite("_gate")] public extern void Store();
            [RequiresRead("_inner.Gate")] public extern void Look();
            [AcquiresRead("_inner.Gate")] public extern void Open();
            [Releases("_inner.Gate")] public extern void Close();
            [RequiresWrite("_gate")] public virtual void Count() { }
            private class Inner { public readonly object Gate = new(); }
        }
        public delegate void Visitor([RequiresWrite("_gate")] Vault vault);
        """;

    private static readonly MetadataReference s_library = ReferenceAssembly();

    [Fact]
    public void Private_locks_are_compared_as_text() => Assert.Equal("MML101 6, MML104 7, MML103 8, MML101 9, MML201 10, MML202 11", Reports("""
        class Uses
        {
            void Right(Vault v) { v.Enter(); v.Store(); v.Gold = 1; v.Exit(); v.Open(); v.Look(); v.Close(); }
            void Tried(Vault v) { if (v.TryEnter()) { v.Store(); v.Exit(); } }
            // What follows is wrong.
            void Unheld(Vault v) => v.Store();
            void Written(Vault v) => v.Gold = 1;
            void Inner(Vault v) { v.Enter(); v.Look(); v.Exit(); }
            void Other(Vault v, Vault w) { v.Enter(); w.Store(); v.Exit(); }
            void Leaks(Vault v) => v.Enter();
            void Twice(Vault v) { v.Enter(); v.Exit(); v.Exit(); }
        }
        """));

    [Fact]
    public void Overrides_inherit_from_metadata() => Assert.Equal("MML101 3, MML401 8", Reports("""
        using Mm.Locks;
        class Bank : Vault { public override void Count() { Store(); } }
        class Calls { void Unheld(Bank b) => b.Count(); }
        class Own { public readonly object Gate = new(); }
        class Asks : Vault
        {
            private readonly Own _own = new();
            [RequiresWrite("_own.Gate")] public override void Count() { }
        }
        """));

    private static string Reports(string source)
    {
        var diagnostics = LockDiagnostics.Of(source, new LockDiagnosticsOptions { References = [s_library] });
        Assert.Empty(diagnostics.CompileErrors);
        return string.Join(", ", diagnostics.Diagnostics
            .Where(d => d.Severity >= DiagnosticSeverity.Warning)
            .Select(d => $"{d.Id} {d.Location.GetLineSpan().StartLinePosition.Line + 1}"));
    }

    /// <summary>Only what other assemblies can see, as a package's reference assembly has it.</summary>
    private static MetadataReference ReferenceAssembly()
    {
        var library = LockDiagnostics.Of(Library);
        Assert.Empty(library.CompileErrors);
        Assert.Empty(library.Diagnostics);
        using var image = new MemoryStream();
        var emitted = library.Compilation.WithAssemblyName("Library").Emit(image, options: new EmitOptions(metadataOnly: true, includePrivateMembers: false));
        Assert.True(emitted.Success);
        return MetadataReference.CreateFromImage(image.ToArray().ToImmutableArray());
    }
}
