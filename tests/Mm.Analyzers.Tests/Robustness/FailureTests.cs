using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Mm.Analyzers.Rules;

namespace Mm.Analyzers.Tests.Robustness;

/// <summary>A failure of the analysis itself costs the reports of one body, and says so where that body is.</summary>
public class FailureTests
{
    [Fact]
    public void A_failure_is_reported_at_the_member_that_is_not_checked()
    {
        var reported = new List<Diagnostic>();
        FlowAnalysisDriver.Contain(Member("Broken"), static _ => FailsInside(), (member, failure) => reported.Add(MissingReason.Failed(member, failure)));
        var diagnostic = Assert.Single(reported);
        Assert.Equal("MML403", diagnostic.Id);
        var span = diagnostic.Location.SourceSpan;
        Assert.Equal("Broken", diagnostic.Location.SourceTree!.ToString().Substring(span.Start, span.Length));
        string message = diagnostic.GetMessage();
        Assert.StartsWith("'C.Broken' is not checked: the analysis failed with InvalidOperationException in FailureTests.FailsInside", message, StringComparison.Ordinal);
        Assert.DoesNotContain(".cs", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_analysis_is_no_failure() => Assert.Throws<OperationCanceledException>(static () =>
        FlowAnalysisDriver.Contain(
            Member("M"), static _ => throw new OperationCanceledException(), static (_, failure) => Assert.Fail(failure.Message)));

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void FailsInside() => throw new InvalidOperationException("a shape that nobody thought of");

    private static ISymbol Member(string name)
    {
        var tree = CSharpSyntaxTree.ParseText($"class C {{ void {name}() {{ }} }}");
        return CSharpCompilation.Create("failing", [tree]).GetTypeByMetadataName("C")!.GetMembers(name).Single();
    }
}
