using Microsoft.CodeAnalysis;

namespace Mm.Analyzers.Rules.WholeProgram;

/// <summary>A method as a call means it.</summary>
/// <param name="Method">The method that the call names.</param>
/// <param name="Dispatches">What runs may be an override or implementation of it.</param>
internal readonly record struct Callee(ISymbol Method, bool Dispatches)
{
    public static Callee Of(IMethodSymbol method, bool throughBase) => new(ProgramFacts.KeyOf(method), !throughBase && CanDispatch(method));

    public static bool CanDispatch(IMethodSymbol method) =>
        (method.IsVirtual || method.IsAbstract || (method.IsOverride && !method.IsSealed)) && !method.ContainingType.IsSealed;
}
