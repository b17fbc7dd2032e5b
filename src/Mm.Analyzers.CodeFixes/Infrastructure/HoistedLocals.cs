using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace Mm.Analyzers.CodeFixes;

/// <summary>Locals that are declared in statements which move into a block of their own, and used after them: their declarations move out.</summary>
internal static class HoistedLocals
{
    /// <summary>The locals of the body that are used after it, with their types as written there; null if one cannot be declared apart.</summary>
    public static ImmutableDictionary<string, string>? Of(FixTarget target, ImmutableArray<StatementSyntax> body, ImmutableArray<StatementSyntax> after)
    {
        var names = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (string name in Declared(body).Where(n => IsUsed(n, after)))
        {
            var variable = body.OfType<LocalDeclarationStatementSyntax>()
                .Where(d => d.UsingKeyword.IsKind(SyntaxKind.None) && !d.IsConst && d.Declaration.Type is not RefTypeSyntax)
                .SelectMany(d => d.Declaration.Variables).FirstOrDefault(v => v.Identifier.ValueText == name);
            if (variable is null || target.Model.GetDeclaredSymbol(variable) is not ILocalSymbol { Type: { IsAnonymousType: false, TypeKind: not TypeKind.Error } type })
                return null;
            names[name] = type.ToMinimalDisplayString(target.Model, variable.SpanStart);
        }

        return names.ToImmutable();
    }

    /// <summary>The names that the statements declare for what follows them in the same block.</summary>
    public static IEnumerable<string> Declared(IEnumerable<StatementSyntax> statements)
    {
        foreach (var statement in statements)
        {
            if (statement is LocalFunctionStatementSyntax function)
            {
                yield return function.Identifier.ValueText;
                continue;
            }

            if (statement is LocalDeclarationStatementSyntax declaration)
            {
                foreach (var variable in declaration.Declaration.Variables) yield return variable.Identifier.ValueText;
            }

            if (statement is not (LocalDeclarationStatementSyntax or ExpressionStatementSyntax or IfStatementSyntax or ThrowStatementSyntax or ReturnStatementSyntax)) continue;
            // Those of a condition, an argument or a pattern belong to the block around the statement; those of what is nested in it do not.
            foreach (var node in statement.DescendantNodes(n => n == statement || n is not (StatementSyntax or AnonymousFunctionExpressionSyntax)))
            {
                if (node is SingleVariableDesignationSyntax designation) yield return designation.Identifier.ValueText;
            }
        }
    }

    public static bool IsUsed(string name, IEnumerable<StatementSyntax> statements) =>
        statements.Any(s => s.DescendantNodes().OfType<IdentifierNameSyntax>().Any(n => n.Identifier.ValueText == name));

    /// <summary>The declarations that stand before the hold.</summary>
    public static IEnumerable<StatementSyntax> Declarations(ImmutableArray<StatementSyntax> body, ImmutableDictionary<string, string> hoisted) =>
        body.OfType<LocalDeclarationStatementSyntax>().SelectMany(d => d.Declaration.Variables).Select(v => v.Identifier.ValueText).Where(hoisted.ContainsKey)
            .Select(n => SyntaxFactory.ParseStatement($"{hoisted[n]} {n};").WithAdditionalAnnotations(Formatter.Annotation));

    /// <summary>What is left of a statement when its locals are declared elsewhere: assignments.</summary>
    public static IEnumerable<StatementSyntax> Assigned(StatementSyntax statement, ImmutableDictionary<string, string> hoisted)
    {
        if (statement is not LocalDeclarationStatementSyntax declaration || !declaration.Declaration.Variables.Any(v => hoisted.ContainsKey(v.Identifier.ValueText)))
            return [statement];
        var result = new List<StatementSyntax>();
        foreach (var variable in declaration.Declaration.Variables)
        {
            StatementSyntax? part = !hoisted.ContainsKey(variable.Identifier.ValueText)
                ? declaration.WithDeclaration(declaration.Declaration.WithVariables(SyntaxFactory.SingletonSeparatedList(variable)))
                : variable.Initializer is { } initializer
                    ? SyntaxFactory.ExpressionStatement(SyntaxFactory.AssignmentExpression(
                        SyntaxKind.SimpleAssignmentExpression, SyntaxFactory.IdentifierName(variable.Identifier), initializer.Value))
                    : null;
            if (part is not null) result.Add(part.WithAdditionalAnnotations(Formatter.Annotation));
        }

        if (result.Count > 0)
        {
            result[0] = result[0].WithLeadingTrivia(declaration.GetLeadingTrivia());
            result[result.Count - 1] = result[result.Count - 1].WithTrailingTrivia(declaration.GetTrailingTrivia());
        }

        return result;
    }
}
