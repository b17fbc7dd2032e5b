using Microsoft.CodeAnalysis.CodeFixes;

namespace Mm.Analyzers.Tests.CodeFixes;

/// <summary>A fix applied to one report after the other, which Fix All has to give as well.</summary>
internal static class OneByOneAndAtOnce
{
    public static async Task<string> FixAsync(CodeFixProvider fix, string source)
    {
        string oneByOne = await new FixRunner(fix).ApplyAllAsync(source);
        Assert.Equal(oneByOne, await new FixRunner(fix).FixAllAsync(source));
        return oneByOne;
    }
}
