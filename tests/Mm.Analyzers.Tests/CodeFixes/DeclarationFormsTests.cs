using Mm.Analyzers.CodeFixes;
using static Mm.Analyzers.Tests.CodeFixes.FixedText;

namespace Mm.Analyzers.Tests.CodeFixes;

/// <summary>Fixes that change declarations: using directives, several variables, contracts of others.</summary>
public sealed class DeclarationFormsTests
{
    private const string Body = """
        class C
        {
            private readonly object _gate = new();
            private int _a, _n, _b = 1;
            public void Up() { lock (_gate) { _n++; } }
            public void Down() { lock (_gate) { _n--; } }
            public int Look() { lock (_gate) { return _n; } }
            public int Others() => _a + _b;
        }
        """;

    private const string Annotated = """
        class C
        {
            private readonly object _gate = new();
            private int _a, _b = 1;
            [GuardedBy("_gate")]
            private int _n;
            public void Up() { lock (_gate) { _n++; } }
            public void Down() { lock (_gate) { _n--; } }
            public int Look() { lock (_gate) { return _n; } }
            public int Others() => _a + _b;
        }
        """;

    [Theory]
    [InlineData("", "using Mm.Locks;\n\n")]
    [InlineData("// Head.\n\n/* of C */\n", "// Head.\n\nusing Mm.Locks;\n\n/* of C */\n")]
    [InlineData("#nullable disable\n", "#nullable disable\nusing Mm.Locks;\n\n")]
    [InlineData("using System;\nusing Xunit;\n\nnamespace N;\n\n", "using System;\nusing Mm.Locks;\nusing Xunit;\n\nnamespace N;\n\n")]
    [InlineData("// Head.\nusing Xunit;\nusing static System.Math;\n\n", "// Head.\nusing Mm.Locks;\nusing Xunit;\nusing static System.Math;\n\n")]
    [InlineData("namespace N;\n\nusing System;\n\n", "namespace N;\n\nusing System;\nusing Mm.Locks;\n\n")]
    [InlineData("using Mm.Locks;\n", "using Mm.Locks;\n")]
    [InlineData("global using Mm.Locks;\n", "global using Mm.Locks;\n")]
    [InlineData("namespace Mm.Locks.Users;\n", "namespace Mm.Locks.Users;\n")]
    public async Task TheDirectiveIsAddedWhereItIsMissing(string before, string after)
    {
        const string Other = "\n\nnamespace Xunit { class X { } }";
        bool block = !before.Contains("namespace", StringComparison.Ordinal);
        string text = await new FixRunner(new AddAnnotationFix()).FixAllAsync(before.Replace("using Xunit;\n", block ? "using Xunit;\n" : "", StringComparison.Ordinal) + Body + (block ? Other : ""));
        Assert.Equal(after.Replace("using Xunit;\n", block ? "using Xunit;\n" : "", StringComparison.Ordinal) + Annotated + (block ? Other : ""), text.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task TheNameStaysInFullWhereTheDirectiveWouldBeAmbiguous() => Assert.Contains("[Mm.Locks.GuardedBy(\"_gate\")]", await new FixRunner(new AddAnnotationFix()).FixAllAsync(
        "using Mine;\n\n" + Body + "\n\nclass D { VmLock? _l; }\n\nnamespace Mine { class VmLock { } }"), StringComparison.Ordinal);

    [Fact]
    public async Task LineEndsAreThoseOfTheFile()
    {
        string text = await new FixRunner(new AddAnnotationFix()).FixAllAsync(("using System;\n\n" + Body).ReplaceLineEndings("\r\n"));
        Assert.DoesNotContain("\n", text.Replace("\r\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadonlyIsForAllVariablesOfTheDeclaration() => Assert.Empty(await new FixRunner(new MakeReadonlyFix()).TitlesAsync(Header + """
        class C
        {
            object _gate = new(), _other = new();
            void Hold() { lock (_gate) { _other = ""; } }
        }
        """));

    [Fact]
    public Task TheParametersOfTheContractAreThoseOfTheOverride() => Fixes(new CopyBaseContractFix(), """
        class Space
        {
            public readonly RwSemaphore Lock = new();
        }

        abstract class Walker
        {
            [RequiresRead("space.Lock")]
            public abstract void Walk(Space space);
        }

        class Unmapper : Walker
        {
            [RequiresWrite("mm.Lock")] public override void Walk(Space mm) { }
        }
        """, """
        class Space
        {
            public readonly RwSemaphore Lock = new();
        }

        abstract class Walker
        {
            [RequiresRead("space.Lock")]
            public abstract void Walk(Space space);
        }

        class Unmapper : Walker
        {
            [RequiresRead("mm.Lock")]
            public override void Walk(Space mm) { }
        }
        """);

    [Fact]
    public Task AContractThatCannotBeNamedIsInherited() => Fixes(new CopyBaseContractFix(), """
        abstract class Store
        {
            private readonly RwSemaphore _lock = new();

            [RequiresRead("_lock")]
            public virtual void Look() { }
        }

        class Other : Store
        {
            private readonly RwSemaphore _own = new();

            [Obsolete]
            [RequiresWrite("_own")]
            public override void Look() { }
        }
        """, """
        abstract class Store
        {
            private readonly RwSemaphore _lock = new();

            [RequiresRead("_lock")]
            public virtual void Look() { }
        }

        class Other : Store
        {
            private readonly RwSemaphore _own = new();

            [Obsolete]
            public override void Look() { }
        }
        """);
}
