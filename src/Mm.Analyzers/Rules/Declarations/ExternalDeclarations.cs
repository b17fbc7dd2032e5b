// MML001 and MML002 of [assembly: ExternalLock] and [assembly: ExternalContract]: what they name has to exist.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Contracts.External;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.Rules.Declarations;

internal static class ExternalDeclarations
{
    public static void Check(AttributeData data, AttributeSyntax syntax, ContractModel contracts, Action<Diagnostic> report)
    {
        switch (Annotations.KindOf(data))
        {
            case AnnotationKind.ExternalLock:
                CheckLock(data, syntax, report);
                break;
            case AnnotationKind.ExternalContract when ExternalMember.Of(data) is { Type.TypeKind: not TypeKind.Error } member:
                CheckContract(member, syntax, contracts, report);
                break;
        }
    }

    private static void CheckLock(AttributeData data, AttributeSyntax syntax, Action<Diagnostic> report)
    {
        if (data.ConstructorArguments is not [{ Value: INamedTypeSymbol { TypeKind: not TypeKind.Error } type }, ..]) return;
        foreach (var annotation in AnnotationReader.Read(type))
        {
            if (annotation.Kind is not (AnnotationKind.Lock or AnnotationKind.ScopedLock)) continue;
            Report(report, Place(syntax, 0), ContradictoryAnnotation.Descriptor, $"[ExternalLock] of '{SymbolText.Of(type)}', which is marked [{annotation.Kind}] itself");
        }
    }

    private static void CheckContract(ExternalMember member, AttributeSyntax syntax, ContractModel contracts, Action<Diagnostic> report)
    {
        if (member.Kind == AnnotationKind.None)
        {
            string near = NearestName.Of(member.Contract, ContractNames()) is { } name ? $"; did you mean \"{name}\"?" : "";
            Report(report, Place(syntax, 2), ContradictoryAnnotation.Descriptor, $"\"{member.Contract}\" in [ExternalContract] is no contract attribute{near}");
        }
        var methods = Methods(member).ToList();
        if (methods.Count == 0)
        {
            string near = NearestName.Of(member.Name, MemberNames(member.Type)) is { } name ? $"; did you mean \"{name}\"?" : "";
            string what = member.Parameters is null ? $"no member '{member.Name}'" : $"no overload '{member.Name}({string.Join(", ", member.Parameters)})'";
            Report(report, Place(syntax, 1), ContradictoryAnnotation.Descriptor, $"'{SymbolText.Of(member.Type)}' in [ExternalContract] has {what}{near}");
            return;
        }
        if (methods[0] is var method && member.Annotation(method) is { } annotation) CheckPaths(annotation, method, syntax, contracts, report);
    }

    private static void CheckPaths(RawAnnotation annotation, IMethodSymbol method, AttributeSyntax syntax, ContractModel contracts, Action<Diagnostic> report)
    {
        foreach (string text in annotation.Paths)
        {
            if (contracts.Binder.Bind(text, BindingScope.Of(method), annotation.Data.ApplicationSyntaxReference).Error == PathError.None) continue;
            Report(report, Place(syntax, 3), UnresolvedPath.Descriptor, $"The lock path '{text}' of [ExternalContract] does not resolve on '{SymbolText.Of(method)}'");
        }
    }

    private static IEnumerable<IMethodSymbol> Methods(ExternalMember member)
    {
        for (var type = member.Type.OriginalDefinition; type is not null; type = type.BaseType?.OriginalDefinition)
        {
            foreach (var symbol in type.GetMembers())
            {
                if (symbol is IMethodSymbol method && member.Names(method)) yield return method;
            }
        }
        foreach (var inherited in member.Type.OriginalDefinition.TypeKind == TypeKind.Interface ? member.Type.OriginalDefinition.AllInterfaces : [])
        {
            foreach (var symbol in inherited.GetMembers())
            {
                if (symbol is IMethodSymbol method && member.Names(method)) yield return method;
            }
        }
    }

    private static IEnumerable<string> MemberNames(INamedTypeSymbol type)
    {
        for (var owner = type.OriginalDefinition; owner is not null; owner = owner.BaseType?.OriginalDefinition)
        {
            foreach (var member in owner.GetMembers())
            {
                if (!member.IsImplicitlyDeclared && member is IMethodSymbol { AssociatedSymbol: null } or IPropertySymbol or IEventSymbol) yield return member.Name;
            }
        }
    }

    private static IEnumerable<string> ContractNames()
    {
        foreach (AnnotationKind kind in Enum.GetValues(typeof(AnnotationKind)))
        {
            if (kind.IsContract()) yield return kind.ToString();
        }
    }

    private static Location Place(AttributeSyntax syntax, int index)
    {
        int at = 0;
        foreach (var argument in syntax.ArgumentList?.Arguments ?? default)
        {
            if (argument.NameEquals is null && at++ == index) return argument.GetLocation();
        }
        return syntax.GetLocation();
    }

    private static void Report(Action<Diagnostic> report, Location place, DiagnosticDescriptor rule, string message) =>
        report(Diagnostic.Create(rule, place, message));
}
