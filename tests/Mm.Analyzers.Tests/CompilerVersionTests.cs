using Microsoft.CodeAnalysis.CSharp;

namespace Mm.Analyzers.Tests;

public class CompilerVersionTests
{
    [Fact]
    public void These_tests_run_on_the_oldest_compiler_supported() => Assert.Equal(new Version(4, 14, 0, 0), typeof(CSharpCompilation).Assembly.GetName().Version);
}
