// An attribute as it stands, with its arguments taken apart but no path bound. Rules about declarations (MML001, MML002, MML004, MML403) start
// from these: AnnotationReader.Read gives all of a symbol's, and Bind what each path means.
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.Contracts;

internal sealed class RawAnnotation(AnnotationKind kind, AttributeData data, ISymbol target, bool onReturn)
{
    public AnnotationKind Kind => kind;

    public AttributeData Data => data;

    /// <summary>The symbol that carries the attribute; the method for an attribute on its return value.</summary>
    public ISymbol Target => target;

    public bool OnReturn => onReturn;

    /// <summary>The path arguments (or the reason, for Nested and NoLockAnalysis), null elements as empty text.</summary>
    public ImmutableArray<string> Paths { get; init; } = [];

    public object? When { get; init; }

    public bool HasWhen { get; init; }

    public bool WhenNotNull { get; init; }

    public string? Until { get; init; }

    public bool? CanBlock { get; init; }

    /// <summary>Its arguments do not compile: what it says is not known.</summary>
    public bool HasErrors { get; init; }

    /// <summary>The scope in which the paths are looked up.</summary>
    public BindingScope Scope => target switch
    {
        IParameterSymbol { ContainingSymbol: { } owner } parameter => BindingScope.Of(owner, parameter),
        _ => BindingScope.Of(target),
    };

    public bool Named<T>(string name, out T value)
    {
        foreach (var argument in data.NamedArguments)
        {
            if (argument.Key == name && argument.Value.Kind != TypedConstantKind.Array && argument.Value.Value is T found)
            {
                value = found;
                return true;
            }
        }
        value = default!;
        return false;
    }
}
