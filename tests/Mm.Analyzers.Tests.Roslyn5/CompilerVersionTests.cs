using Microsoft.CodeAnalysis.CSharp;

namespace Mm.Analyzers.Tests;

public class CompilerVersionTests
{
    [Fact]
    public void These_tests_run_on_the_newest_compiler() => Assert.Equal(new Version(5, 12, 0, 0), typeof(CSharpCompilation).Assembly.GetName().Version);
}
