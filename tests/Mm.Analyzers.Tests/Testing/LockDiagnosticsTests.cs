using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Mm.Analyzers.Testing;

namespace Mm.Analyzers.Tests.Testing;

public class LockDiagnosticsTests
{
    private const string Mistaken = """
        using Mm.Locks;
        class Counter
        {
            private readonly object _gate = new();
            [GuardedBy("_gate")] private int _n;
            public void Reset() => _n = 0;
        }
        """;

    [Fact]
    public void A_clean_source_has_a_text_that_says_so() => Assert.Equal("No diagnostics.\n", LockDiagnostics.Of("class C;").ToString());

    [Fact]
    public Task The_text_of_one_source_shows_the_place() => Verify(LockDiagnostics.Of(Mistaken).ToString());

    [Fact]
    public Task The_text_of_several_sources_names_the_file() =>
        Verify(LockDiagnostics.Of([new SourceFile("A.cs", "class A;"), new SourceFile("Models/Counter.cs", Mistaken)]).ToString());

    [Fact]
    public void Compile_errors_come_first()
    {
        var diagnostics = LockDiagnostics.Of(Mistaken + "\nclass D : Missing;");
        Assert.Equal("CS0246", Assert.Single(diagnostics.CompileErrors).Id);
        Assert.Equal("MML104", Assert.Single(diagnostics.Diagnostics).Id);
        Assert.StartsWith("(8,11): error CS0246:", diagnostics.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_blocking_the_result_is_the_same() =>
        Assert.Equal(LockDiagnostics.Of(Mistaken).ToString(), (await LockDiagnostics.OfAsync(Mistaken)).ToString());

    [Fact]
    public void A_severity_of_the_editorconfig_is_honoured()
    {
        var options = new LockDiagnosticsOptions().WithEditorConfig("dotnet_diagnostic.MML104.severity", "warning");
        Assert.Equal(DiagnosticSeverity.Warning, Assert.Single(LockDiagnostics.Of(Mistaken, options).Diagnostics).Severity);
        options = options.WithEditorConfig("dotnet_diagnostic.MML104.severity", "none");
        Assert.Empty(LockDiagnostics.Of(Mistaken, options).Diagnostics);
    }

    [Fact]
    public void A_severity_that_is_none_is_refused()
    {
        var options = new LockDiagnosticsOptions().WithEditorConfig("dotnet_diagnostic.MML104.severity", "loud");
        Assert.Contains("'loud'", Assert.Throws<ArgumentException>(() => LockDiagnostics.Of(Mistaken, options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_suppressed_report_is_left_out() => Assert.Empty(LockDiagnostics.Of("#pragma warning disable MML104\n" + Mistaken).Diagnostics);

    [Fact]
    public void An_older_language_version_refuses_newer_forms()
    {
        var options = new LockDiagnosticsOptions { LanguageVersion = LanguageVersion.CSharp9 };
        Assert.NotEmpty(LockDiagnostics.Of("class C;", options).CompileErrors);
    }

    [Fact]
    public void Own_copies_of_the_annotations_need_no_reference()
    {
        const string Copy = """
            namespace Mm.Locks { class GuardedByAttribute(params string[] paths) : System.Attribute { public string[] Paths => paths; } }
            """;
        var options = new LockDiagnosticsOptions { ReferenceMmLocks = false };
        var diagnostics = LockDiagnostics.Of([new SourceFile("Counter.cs", Mistaken), new SourceFile("Copy.cs", Copy)], options);
        Assert.Empty(diagnostics.CompileErrors);
        Assert.Equal("MML104", Assert.Single(diagnostics.Diagnostics).Id);
    }

    [Fact]
    public void Global_usings_spare_the_directives()
    {
        var options = new LockDiagnosticsOptions { GlobalUsings = ["Mm.Locks"] };
        Assert.Empty(LockDiagnostics.Of(Mistaken.Replace("using Mm.Locks;", ""), options).CompileErrors);
    }

    [Fact]
    public void A_reference_makes_its_types_known()
    {
        var options = new LockDiagnosticsOptions { References = [MetadataReference.CreateFromFile(typeof(FactAttribute).Assembly.Location)] };
        Assert.Empty(LockDiagnostics.Of("class C { [Xunit.Fact] void M() { } }", options).CompileErrors);
    }
}
