using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Paths;
using Mm.Analyzers.Rules.Declarations;

namespace Mm.Analyzers.Rules;

/// <summary>MML003: a lock that an annotation names, or that a lock statement takes, lies in a member that can be reassigned.</summary>
internal sealed class ReassignableLock(ContractModel contracts)
{
    public static readonly DiagnosticDescriptor Descriptor = Rule.Describe(
        "MML003", "Lock is stored in a member that can be reassigned", "'{0}' is used as a lock and can be reassigned: make it {1}", DiagnosticSeverity.Warning,
        "Two threads that take the lock before and after an assignment hold two different objects, and nothing excludes them.");

    // A member is reported once, however many annotations name it.
    private readonly ConcurrentDictionary<ISymbol, bool> _reported = new(SymbolEqualityComparer.Default);

    /// <summary>Looks at the locks that the annotations of a declaration name.</summary>
    public void CheckAnnotations(DeclarationContext context)
    {
        foreach (var annotation in context.Annotations)
        {
            if (!annotation.Kind.IsContract() && annotation.Kind is not (AnnotationKind.GuardedBy or AnnotationKind.ValidUnder)) continue;
            var scope = PathsResolve.ScopeOf(context, annotation);
            if (annotation.Paths.IsEmpty) CheckPath(contracts.Binder.BindDefault(scope).Path, context.Report);
            foreach (string text in annotation.Paths) CheckPath(contracts.Binder.Bind(text, scope, annotation.Data.ApplicationSyntaxReference).Path,
                context.Report);
        }
    }

    /// <summary>Looks at one member that is used as a lock.</summary>
    public void Check(ISymbol member, Action<Diagnostic> report)
    {
        member = member.OriginalDefinition;
        if (contracts.AliasOf(member) is { Members: [.., { Symbol: { } actual }] }) member = actual.OriginalDefinition;
        string? remedy = member switch
        {
            IFieldSymbol { IsReadOnly: false, IsConst: false, Type.IsValueType: false } => "readonly",
            IPropertySymbol { SetMethod.IsInitOnly: false, Type.IsValueType: false } => "get-only",
            _ => null,
        };
        if (remedy is null || AnnotationLocation.OfName(member) is not { } location || !_reported.TryAdd(member, true)) return;
        report(Diagnostic.Create(Descriptor, location, SymbolText.Of(member), remedy));
    }

    private void CheckPath(LockPath? path, Action<Diagnostic> report)
    {
        if (path?.Members is [.., { Symbol: { } member }]
            && member is IFieldSymbol or IPropertySymbol) Check(path.Members[path.Members.Length - 1].Symbol!, report);
    }
}
