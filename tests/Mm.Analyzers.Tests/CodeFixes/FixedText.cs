using Microsoft.CodeAnalysis.CodeFixes;

namespace Mm.Analyzers.Tests.CodeFixes;

/// <summary>What a fix makes of a program, compared word for word.</summary>
internal static class FixedText
{
    public const string Header = "using System;\nusing System.Threading;\nusing Mm.Locks;\n\n";

    /// <summary>One by one and with Fix All the result is the same.</summary>
    public static async Task Fixes(CodeFixProvider fix, string before, string after)
    {
        Assert.Equal(Header + after, Normal(await new FixRunner(fix).ApplyAllAsync(Header + before)));
        await FixesAll(fix, before, after);
    }

    /// <summary>The result of Fix All.</summary>
    public static async Task FixesAll(CodeFixProvider fix, string before, string after) =>
        Assert.Equal(Header + after, Normal(await new FixRunner(fix).FixAllAsync(Header + before)));

    private static string Normal(string text) => text.ReplaceLineEndings("\n");
}
