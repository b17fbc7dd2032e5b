using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace Mm.Analyzers.CodeFixes;

/// <summary>The using directive that the names which a fix writes need.</summary>
internal static class Imports
{
    private const string Namespace = "Mm.Locks";
    private static readonly SyntaxAnnotation s_written = new("Mm.Locks.Written");

    /// <summary>The name of an attribute of Mm.Locks, in full; it is reduced where a using directive allows.</summary>
    public static NameSyntax Name(string attribute) =>
        SyntaxFactory.ParseName("global::" + Namespace + "." + attribute).WithAdditionalAnnotations(Simplifier.Annotation, s_written);

    /// <summary>Adds the directive if a fix has written a name that needs it, and if nothing in the file could come to mean something else by it.</summary>
    public static SyntaxNode Add(SyntaxNode changed, SyntaxNode original, SemanticModel model)
    {
        if (changed is not CompilationUnitSyntax unit || changed.GetAnnotatedNodes(s_written).FirstOrDefault() is not { } first) return changed;
        var holder = unit.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().LastOrDefault(n => n.Usings.Count > 0 && n.Span.Contains(first.Span));
        int position = holder is null || unit.Usings.Count > 0 ? unit.Externs.Span.End : PositionIn(original, holder);
        if (IsImported(model, original, position) || IsAmbiguous(model, original)) return changed;

        var directive = SyntaxFactory.UsingDirective(SyntaxFactory.ParseName(Namespace))
            .WithUsingKeyword(SyntaxFactory.Token(SyntaxKind.UsingKeyword).WithTrailingTrivia(SyntaxFactory.Space))
            .WithTrailingTrivia(Syntax.EndOfLine(original));
        return holder is null || unit.Usings.Count > 0
            ? WithUsing(unit, directive)
            : unit.ReplaceNode(holder, holder.WithUsings(Insert(holder.Usings, directive)));
    }

    private static int PositionIn(SyntaxNode original, BaseNamespaceDeclarationSyntax holder) =>
        original.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault(n => n.Name.ToString() == holder.Name.ToString())?.Usings.FirstOrDefault()?.SpanStart ?? 0;

    // Global usings count, and so does code that itself stands in Mm.Locks.
    private static bool IsImported(SemanticModel model, SyntaxNode original, int position)
    {
        var places = original.DescendantNodes().OfType<BaseTypeDeclarationSyntax>().Select(static t => t.SpanStart).DefaultIfEmpty(position);
        return places.All(p => model.LookupNamespacesAndTypes(p, name: "GuardedByAttribute").Any(static t => t.ContainingNamespace?.ToDisplayString() == Namespace));
    }

    // A name of Mm.Locks that the file uses for something else would be ambiguous: then the attribute keeps its full name.
    private static bool IsAmbiguous(SemanticModel model, SyntaxNode original)
    {
        if (model.Compilation.GetTypeByMetadataName(Namespace + ".GuardedByAttribute")?.ContainingNamespace is not { } space) return true;
        var names = new HashSet<string>(space.GetTypeMembers().Where(static t => t.DeclaredAccessibility == Accessibility.Public).Select(static t => t.Name), StringComparer.Ordinal);
        return original.DescendantNodes().OfType<SimpleNameSyntax>().Any(n =>
            names.Contains(n.Identifier.ValueText) || (n.Parent is AttributeSyntax && names.Contains(n.Identifier.ValueText + "Attribute")));
    }

    private static CompilationUnitSyntax WithUsing(CompilationUnitSyntax unit, UsingDirectiveSyntax directive)
    {
        if (unit.Usings.Count > 0 || unit.Externs.Count > 0) return unit.WithUsings(Insert(unit.Usings, directive));

        // What stands above the first blank line, or up to the last directive, heads the file; the rest belongs to what follows.
        var first = unit.GetFirstToken(includeZeroWidth: true);
        int head = HeadOf(first.LeadingTrivia);
        var below = SyntaxFactory.TriviaList(first.LeadingTrivia.Skip(head));
        var eol = directive.GetTrailingTrivia().Last();
        return unit.ReplaceToken(first, first.WithLeadingTrivia(below.Insert(0, eol)))
            .WithUsings(SyntaxFactory.SingletonList(directive.WithLeadingTrivia(first.LeadingTrivia.Take(head))));
    }

    private static int HeadOf(SyntaxTriviaList trivia)
    {
        int head = 0;
        bool blank = true;
        for (int i = 0; i < trivia.Count; i++)
        {
            if (trivia[i].HasStructure && trivia[i].GetStructure() is DocumentationCommentTriviaSyntax) break;
            if (trivia[i].IsDirective || (trivia[i].IsKind(SyntaxKind.EndOfLineTrivia) && blank)) head = i + 1;
            blank = trivia[i].IsDirective || trivia[i].IsKind(SyntaxKind.EndOfLineTrivia) || (blank && trivia[i].IsKind(SyntaxKind.WhitespaceTrivia));
        }

        return head;
    }

    // In the order of names, System first, after what the file has put first; static usings and aliases stay last.
    private static SyntaxList<UsingDirectiveSyntax> Insert(SyntaxList<UsingDirectiveSyntax> usings, UsingDirectiveSyntax directive)
    {
        int at = 0;
        for (int i = 0; i < usings.Count; i++)
        {
            string? name = usings[i] is { Alias: null, StaticKeyword.RawKind: 0 } plain ? plain.Name?.ToString() : null;
            if (name is not null && (name == "System" || name.StartsWith("System.", StringComparison.Ordinal) || string.CompareOrdinal(name, Namespace) < 0)) at = i + 1;
        }

        if (usings.Count == 0) return usings.Add(directive);
        if (at > 0)
        {
            var indentation = usings[at - 1].GetLeadingTrivia().LastOrDefault();
            return usings.Insert(at, indentation.IsKind(SyntaxKind.WhitespaceTrivia) ? directive.WithLeadingTrivia(indentation) : directive);
        }

        // The first directive carries the head of the file.
        var old = usings[0];
        var kept = old.GetLeadingTrivia().LastOrDefault() is var last && last.IsKind(SyntaxKind.WhitespaceTrivia) ? SyntaxFactory.TriviaList(last) : default;
        return usings.Replace(old, old.WithLeadingTrivia(kept)).Insert(0, directive.WithLeadingTrivia(old.GetLeadingTrivia()));
    }
}
