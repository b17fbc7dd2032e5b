using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Mm.Analyzers.Tests.Robustness;

/// <summary>Spoils a source as people do who are half way through typing: tokens, statements and members are deleted, doubled and swapped, and the end is cut off.</summary>
internal sealed class SourceMutator(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>The source after one to six changes; equal seeds make equal changes.</summary>
    public string Mutate(string source)
    {
        int changes = _random.Next(1, 7);
        for (int i = 0; i < changes; i++)
        {
            var root = CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.Preview)).GetRoot();
            source = _random.Next(10) switch
            {
                < 3 => ChangeSpans(source, [.. root.DescendantTokens().Where(t => t.Span.Length > 0).Select(t => t.Span)]),
                < 8 => ChangeSpans(source, [.. root.DescendantNodes().OfType<StatementSyntax>().Select(s => s.Span)]),
                8 => ChangeSpans(source, [.. root.DescendantNodes().OfType<MemberDeclarationSyntax>().Select(m => m.Span)]),
                _ => source[..(source.Length - _random.Next(source.Length / 8 + 1))],
            };
        }

        return source;
    }

    private string ChangeSpans(string source, List<TextSpan> spans)
    {
        if (spans.Count < 2)
        {
            return source;
        }

        var one = spans[_random.Next(spans.Count)];
        var two = spans[_random.Next(spans.Count)];
        string text = Text(source, one);
        switch (_random.Next(3))
        {
            case 0:
                return source.Remove(one.Start, one.Length);
            case 1:
                return source.Insert(two.End, " " + text);
            default:
                if (one.OverlapsWith(two))
                {
                    return source.Insert(one.End, " " + text);
                }

                var (first, second) = one.Start < two.Start ? (one, two) : (two, one);
                return source[..first.Start] + Text(source, second) + source[first.End..second.Start] + Text(source, first) + source[second.End..];
        }
    }

    private static string Text(string source, TextSpan span) => source.Substring(span.Start, span.Length);
}
