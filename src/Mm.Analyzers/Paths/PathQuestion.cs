using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace Mm.Analyzers.Paths;

/// <summary>What is asked: symbols are told apart by their objects, the place by its file, whose usings count.</summary>
internal readonly struct PathQuestion(string text, in BindingScope scope, SyntaxTree? file, bool mustBeLock) : IEquatable<PathQuestion>
{
    private readonly string _text = text;
    private readonly BindingScope _scope = scope;
    private readonly SyntaxTree? _file = file;
    private readonly bool _mustBeLock = mustBeLock;

    public bool Equals(PathQuestion other) => _text == other._text && _mustBeLock == other._mustBeLock && ReferenceEquals(_file, other._file)
        && ReferenceEquals(_scope.Member, other._scope.Member) && ReferenceEquals(_scope.Start, other._scope.Start)
        && ReferenceEquals(_scope.Method, other._scope.Method) && ReferenceEquals(_scope.ContainingType, other._scope.ContainingType)
        && _scope.IsStatic == other._scope.IsStatic;

    public override bool Equals(object? obj) => obj is PathQuestion other && Equals(other);

    public override int GetHashCode() => (_text.GetHashCode() * 31) + RuntimeHelpers.GetHashCode(_scope.Member);
}
