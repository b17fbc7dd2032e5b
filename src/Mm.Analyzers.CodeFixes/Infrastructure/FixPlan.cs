using System;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Mm.Analyzers.CodeFixes;

/// <summary>One change of one syntax tree, made against the original tree and carried out on a tree that other plans may have changed before.</summary>
/// <param name="Title">What the user reads.</param>
/// <param name="Key">Plans with equal keys are the same change: Fix All carries it out once.</param>
/// <param name="Tracked">The original nodes that <paramref name="Apply"/> asks for.</param>
/// <param name="Apply">Given the current root and a map from original to current nodes (null if gone), the new root.</param>
internal sealed record FixPlan(
    string Title,
    string Key,
    ImmutableArray<SyntaxNode> Tracked,
    Func<SyntaxNode, Func<SyntaxNode, SyntaxNode?>, SyntaxNode> Apply);
