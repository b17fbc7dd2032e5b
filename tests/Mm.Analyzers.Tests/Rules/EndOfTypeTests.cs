using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Mm.Analyzers.Testing;

namespace Mm.Analyzers.Tests.Rules;

/// <summary>What concerns one type alone is reported with its file, whatever bodies the type has: an editor, which asks for one file and no end of the compilation, shows it.</summary>
public class EndOfTypeTests
{
    [Theory]
    [InlineData("void M() { }")]
    [InlineData("int M() => 1;")]
    [InlineData("C(int n) : this() { } C() { }")]
    [InlineData("C() => _n = 1;")]
    [InlineData("static C() { }")]
    [InlineData("~C() { }")]
    [InlineData("int P => 1;")]
    [InlineData("int P { get; } = 1;")]
    [InlineData("int P { get; set; }")]
    [InlineData("int P { get => 1; set { } }")]
    [InlineData("[Obsolete] int P { get; init; } = 2;")]
    [InlineData("int this[int i] => i;")]
    [InlineData("int this[int i] { get => i; set { } }")]
    [InlineData("event Action E { add { } remove { } }")]
    [InlineData("event Action E = delegate { };")]
    [InlineData("int _f = 1, _g, _h = 2;")]
    [InlineData("const int F = 1;")]
    [InlineData("public static C operator +(C a, C b) => a;")]
    [InlineData("public static implicit operator int(C c) { return 1; }")]
    [InlineData("void M(int n = 1, [System.ComponentModel.Description(\"\")] int m = 2) { void Local() { } Local(); Action a = () => { }; a(); }")]
    [InlineData("enum E { A = 1 }")]
    [InlineData("delegate int D(int n = 3);")]
    [InlineData("interface I { void M(); int Q => 1; static int S = 2; }")]
    [InlineData("struct S { public int N = 1; public S() { } }")]
    [InlineData("record R(int A) { public int B = 2; }")]
    [InlineData("class Base(int n) { public int N => n; } class Derived(int n) : Base(n + 1);")]
    [InlineData("record RBase(int N); record RDerived(int N) : RBase(N + 1);")]
    [InlineData("partial void M(int n); partial void M(int n) { }")]
    [InlineData("async System.Threading.Tasks.Task M() => await System.Threading.Tasks.Task.Yield();")]
    [InlineData("System.Collections.Generic.IEnumerable<int> M() { yield return 1; }")]
    [InlineData("[System.Runtime.InteropServices.DllImport(\"none\")] static extern int M();")]
    public async Task Shown_in_an_editor_beside(string member)
    {
        var shown = await InEditorAsync($$"""
            using System;
            partial class C
            {
                private readonly object _gate = new();
                private int _n;
                public void One() { lock (_gate) _n = 1; }
                public void Two() { lock (_gate) _n = 2; }
                public void Three() { lock (_gate) _n = 3; }
                {{member}}
            }
            """);
        Assert.Contains(shown, d => d.Id == "MML902");
    }

    [Fact]
    public async Task Shown_in_an_editor_in_a_top_level_program()
    {
        var shown = await InEditorAsync("""
            Program.One(); Program.Two();
            partial class Program
            {
                private static readonly object s_a = new(), s_b = new();
                private static void One() { lock (s_a) { lock (s_b) { } } }
                private static void Two() { lock (s_b) { lock (s_a) { } } }
            }
            """, OutputKind.ConsoleApplication);
        Assert.Contains(shown, d => d.Id == "MML304");
    }

    [Fact]
    public async Task A_type_in_two_files_is_reported_once_where_the_member_stands()
    {
        var all = await LockDiagnostics.OfAsync(
        [
            new SourceFile("A.cs", "partial class C { readonly object _gate = new(); int _n; void One() { lock (_gate) _n = 1; } }"),
            new SourceFile("B.cs", "partial class C { void Two() { lock (_gate) _n = 2; } void Three() { lock (_gate) _n = 3; } }"),
        ]);
        var found = Assert.Single(all.Diagnostics, d => d.Id == "MML902");
        Assert.Equal("A.cs", found.Location.SourceTree!.FilePath);
        Assert.DoesNotContain(WellKnownDiagnosticTags.CompilationEnd, found.Descriptor.CustomTags);
    }

    [Theory]
    [InlineData("void M() { lock (_gate) _n = 3; }")]
    [InlineData("int P { get { lock (_gate) return _n; } }")]
    [InlineData("int P { get => 1; set { lock (_gate) _n = value; } }")]
    [InlineData("int P => Run(() => { lock (_gate) return _n; });")]
    [InlineData("int M() => Run(() => { lock (_gate) return _n; });")]
    [InlineData("int this[int i] { get { lock (_gate) return _n; } }")]
    [InlineData("int this[int i] => Run(() => { lock (_gate) return _n; });")]
    [InlineData("event Action E { add { lock (_gate) _n = 3; } remove { } }")]
    [InlineData("public static int operator +(C c, int n) { lock (c._gate) return c._n; }")]
    [InlineData("class Nested { void M(C c) { lock (c._gate) c._n = 3; } }")]
    public async Task The_other_part_counts_in_an_editor_that_shows_one_file(string member)
    {
        var shown = await InEditorAsync(
        [
            new SourceFile("A.cs", """
                partial class C
                {
                    private readonly object _gate = new();
                    private int _n;
                    public void One() { lock (_gate) _n = 1; }
                    public void Two() { lock (_gate) _n = 2; }
                }
                """),
            new SourceFile("B.cs", $$"""
                using System;
                partial class C
                {
                    static int Run(Func<int> f) => f();
                    {{member}}
                }
                """),
        ]);
        var found = Assert.Single(shown, d => d.Id == "MML902");
        Assert.Contains("3 of 3", found.GetMessage());
    }

    private static Task<ImmutableArray<Diagnostic>> InEditorAsync(string source, OutputKind kind = OutputKind.DynamicallyLinkedLibrary) =>
        InEditorAsync([new SourceFile("Source.cs", source)], kind);

    /// <summary>What an editor shows in the first file.</summary>
    private static async Task<ImmutableArray<Diagnostic>> InEditorAsync(SourceFile[] sources, OutputKind kind = OutputKind.DynamicallyLinkedLibrary)
    {
        var program = await LockDiagnostics.OfAsync(sources, new LockDiagnosticsOptions { OutputKind = kind });
        Assert.Empty(program.CompileErrors);
        var analysis = new CompilationWithAnalyzers(program.Compilation, [new LockAnalyzer()], new AnalyzerOptions([]));
        return await analysis.GetAnalyzerSemanticDiagnosticsAsync(program.Compilation.GetSemanticModel(program.Compilation.SyntaxTrees.First()), null, default);
    }
}
