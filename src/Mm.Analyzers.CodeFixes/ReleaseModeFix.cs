using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Mm.Analyzers.Rules;

namespace Mm.Analyzers.CodeFixes;

/// <summary>MML203: the lock is released in the mode that it is held in.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReleaseModeFix)), Shared]
public sealed class ReleaseModeFix : LockFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["MML203"];

    internal override ImmutableArray<FixPlan> Plans(FixTarget target, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var call = target.NodeAt(diagnostic).FirstAncestorOrSelf<InvocationExpressionSyntax>();
        if (call is not { Expression: MemberAccessExpressionSyntax access }
            || target.Model.GetTypeInfo(access.Expression, cancellationToken).Type is not { } type
            || !diagnostic.Properties.TryGetValue(DiagnosticProperties.HeldMode, out string? held) || string.IsNullOrEmpty(held))
            return [];

        string mode = held is "Write" ? "Write" : held is "Upgradeable" ? "Update" : "Read";
        string? name = LockMembers.SlimMembers(type, mode)?.Exit ?? LockMembers.ReleaseMember(type, mode)?.Name;
        if (name is null || name == access.Name.Identifier.ValueText)
            return [];
        return [new FixPlan($"Release with '{name}'", $"mode|{access.Name.SpanStart}", [access.Name], (root, current) =>
        {
            var old = (SimpleNameSyntax)current(access.Name)!;
            return root.ReplaceNode(old, SyntaxFactory.IdentifierName(name).WithTriviaFrom(old));
        })];
    }
}
