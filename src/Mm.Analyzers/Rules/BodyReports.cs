// Turns the findings of one body into reports: one per cause, in the order of the source.
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.LockSets;
using Mm.Analyzers.Rules.Declarations;

namespace Mm.Analyzers.Rules;

internal static class BodyReports
{
    public static List<Diagnostic> Of(IReadOnlyList<Finding> findings)
    {
        var reports = new List<(Diagnostic Diagnostic, Finding Finding)>();
        foreach (var finding in findings)
        {
            if (IsCovered(finding, findings)) continue;
            foreach (var rule in RuleTable.Flow)
            {
                if (!rule.Fires(finding)) continue;
                Add(reports, finding, rule);
                break;
            }
        }
        var diagnostics = new List<Diagnostic>(reports.Count);
        foreach (var report in reports) diagnostics.Add(report.Diagnostic);
        diagnostics.Sort(static (a, b) =>
        {
            int order = a.Location.SourceSpan.Start.CompareTo(b.Location.SourceSpan.Start);
            return order != 0 ? order : string.CompareOrdinal(a.Id, b.Id);
        });
        return diagnostics;
    }

    private static void Add(List<(Diagnostic Diagnostic, Finding Finding)> reports, Finding finding, FlowRule rule)
    {
        var location = ReportPlaces.Of(finding.Node);
        foreach (var (known, other) in reports)
        {
            if (known.Location.SourceSpan != location.SourceSpan) continue;
            // What an exceptional run of a finally block adds to a place that has a report is the same cause.
            if (finding.Exceptional || (known.Id == rule.Descriptor.Id && SameCause(finding, other))) return;
        }
        reports.Add((Diagnostic.Create(rule.Descriptor, location, AdditionalLocations(finding, location), Properties(finding), rule.Message(finding)),
            finding));
    }

    private static bool SameCause(Finding a, Finding b) => a.Kind is not (FindingKind.Call or FindingKind.ExitContract or FindingKind.Await) || a.Lock != b.Lock
        ? a.Lock == b.Lock && SameLacks(a, b)
        : SameLacks(a, b);

    private static bool SameLacks(Finding a, Finding b)
    {
        if (a.Kind == FindingKind.Access) return true;
        if (a.Lacks.Length != b.Lacks.Length) return false;
        for (int i = 0; i < a.Lacks.Length; i++)
        {
            if (a.Lacks[i].Lock != b.Lacks[i].Lock) return false;
        }
        return true;
    }

    /// <summary>Whether another finding says the same, or something more specific, of the same operation.</summary>
    private static bool IsCovered(Finding finding, IReadOnlyList<Finding> findings)
    {
        if (finding.Kind == FindingKind.Untested) return IsTestedNowhere(finding, findings);
        if (finding.Kind is not (FindingKind.Access or FindingKind.Call)) return false;
        var statement = StatementOf(finding.Node);
        foreach (var other in findings)
        {
            if (ReferenceEquals(other, finding)) continue;
            // A report for a write covers the reads of the same member of the same object in one statement.
            if (finding is { Kind: FindingKind.Access, IsWrite: false } && other is { Kind: FindingKind.Access, IsWrite: true }
                && SymbolEqualityComparer.Default.Equals(finding.Member, other.Member) && ReferenceEquals(statement, StatementOf(other.Node))
                && IsSameObject(finding, other))
            {
                return true;
            }
            if (finding.Kind == FindingKind.Call && other.Kind == FindingKind.Call && finding.Member is IMethodSymbol { MethodKind: MethodKind.PropertyGet } getter
                && other.Member is IMethodSymbol { MethodKind: MethodKind.PropertySet } setter
                && SymbolEqualityComparer.Default.Equals(getter.AssociatedSymbol, setter.AssociatedSymbol) && ReferenceEquals(statement, StatementOf(other.Node))
                && IsSameObject(finding, other))
            {
                return true;
            }
            // On one path the result was not tested, on another there is none: one cause.
            if (other.Kind == finding.Kind && ReferenceEquals(other.Node, finding.Node) && other.IsUntested() && !finding.IsUntested()) return true;
            if (other.Kind is FindingKind.Ended or FindingKind.GuardGaveUp or FindingKind.Consumed && IsPartOf(other.Node, finding.Node)) return true;
            if (finding.Kind == FindingKind.Access && other.Kind == FindingKind.Leaves && ReferenceEquals(finding.Node, other.Node)) return true;
        }
        return false;
    }

    /// <summary>A result that is not tested is one cause, whether the lock is used before or never: it is said at the use.</summary>
    private static bool IsTestedNowhere(Finding finding, IReadOnlyList<Finding> findings)
    {
        if (!ReferenceEquals(finding.Node, finding.Since)) return false;
        foreach (var other in findings)
        {
            if (ReferenceEquals(other, finding) || ReferenceEquals(other.Node, finding.Node)) continue;
            if (other.Kind == FindingKind.Untested && ReferenceEquals(other.Since, finding.Node)) return true;
            if (other.Kind is not (FindingKind.Access or FindingKind.Call)) continue;
            foreach (var lack in other.Lacks)
            {
                if (lack.Kind == LackKind.Untested && ReferenceEquals(lack.Since, finding.Node)) return true;
            }
        }
        return false;
    }

    /// <summary>The statement that a place stands in; the parts of a `for`, and a catch filter, count as statements of their own.</summary>
    private static SyntaxNode StatementOf(SyntaxNode node)
    {
        for (var current = node; ; current = current.Parent)
        {
            if (current.Parent is null || current is StatementSyntax or ArrowExpressionClauseSyntax or AnonymousFunctionExpressionSyntax or CatchFilterClauseSyntax
                || current.Parent is ForStatementSyntax) return current;
        }
    }

    /// <summary>The member of another object is another matter. (The same text on other paths may be another value.)</summary>
    private static bool IsSameObject(Finding read, Finding write) => ReferenceEquals(read.Object, write.Object) || read.Object?.Text == write.Object?.Text;

    /// <summary>Whether the value is the receiver or an argument of what the other node names.</summary>
    private static bool IsPartOf(SyntaxNode value, SyntaxNode name)
    {
        if (ReferenceEquals(value, name)) return true;
        SyntaxNode whole = name;
        while (whole.Parent is MemberAccessExpressionSyntax or MemberBindingExpressionSyntax or InvocationExpressionSyntax
            or ConditionalAccessExpressionSyntax) whole = whole.Parent;
        return !ReferenceEquals(whole, name) && whole.FullSpan.Contains(value.FullSpan) && value.SpanStart <= whole.Span.End;
    }

    private static List<Location> AdditionalLocations(Finding finding, Location reported)
    {
        var locations = new List<Location>();
        void Add(SyntaxNode? node)
        {
            if (node is null) return;
            var location = node is MemberDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax && !finding.Also.Contains(node)
                ? ReportPlaces.OfDeclaration(node)
                : ReportPlaces.Of(node);
            AddLocation(location);
        }
        void AddLocation(Location location)
        {
            if (location != reported && !locations.Contains(location)) locations.Add(location);
        }
        Add(finding.Since);
        foreach (var lack in finding.Lacks)
        {
            Add(lack.Since);
            Add(lack.Other);
            Add(OtherSide.Of(lack, finding.Node));
            Add(lack.Published);
        }
        Add(OtherSide.Of(finding));
        foreach (var place in finding.Also) Add(place);
        // Last, where what was accessed or called says what it needs.
        if (finding.Lacks.Length > 0 || finding.Kind is FindingKind.Excluded or FindingKind.Leaves or FindingKind.NotIsolated)
        {
            if (finding.Member is not null && AnnotationLocation.OfName(finding.Member) is { } declaration) AddLocation(declaration);
        }
        return locations;
    }

    private static ImmutableDictionary<string, string?> Properties(Finding finding)
    {
        var properties = ImmutableDictionary.CreateBuilder<string, string?>();
        void Set(string key, string? value)
        {
            if (!string.IsNullOrEmpty(value)) properties[key] = value;
        }
        var lack = finding.Lacks.Length > 0 ? MostTelling(finding) : null;
        Set(DiagnosticProperties.Lock, lack?.Lock ?? finding.Lock);
        Set(DiagnosticProperties.AnnotationPath, lack?.Annotation ?? finding.Annotation);
        if (lack is not null) Set(DiagnosticProperties.Mode, lack.Need.ToString());
        else if (finding.Wanted != HoldMode.None) Set(DiagnosticProperties.Mode, finding.Wanted.ToString());
        if (lack is not null || finding.Kind is FindingKind.ReleaseWrongMode or FindingKind.AcquireHeld or FindingKind.Convert or FindingKind.Deadlock
            or FindingKind.Leak or FindingKind.ThrowHolding)
        {
            Set(DiagnosticProperties.HeldMode, (lack?.Held ?? finding.Held).ToString());
        }
        Set(DiagnosticProperties.Member, finding.Member?.Name);
        return properties.ToImmutable();
    }

    private static Lack MostTelling(Finding finding)
    {
        foreach (var lack in finding.Lacks)
        {
            if (lack.Kind == LackKind.TooWeak) return lack;
        }
        return finding.Lacks[0];
    }
}
