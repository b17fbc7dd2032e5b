using Microsoft.CodeAnalysis;

namespace Mm.Analyzers.LockSets;

/// <summary>Members of the framework whose meaning the flow has to know.</summary>
internal static class KnownCalls
{
    public static bool IsReferenceEquals(IMethodSymbol method) =>
        method is { Name: "ReferenceEquals", IsStatic: true, ContainingType.SpecialType: SpecialType.System_Object };

    public static bool DoesNotReturn(IMethodSymbol method) => Has(method.GetAttributes(), "DoesNotReturnAttribute")
        || (method is { Name: "Throw", ContainingType: { Name: "ExceptionDispatchInfo" } })
        || (method is { Name: "FailFast" or "Exit", ContainingType: { Name: "Environment" } type } && KnownTypes.IsNamed(type, "System", "Environment"))
        || (method is { Name: "Fail", ContainingType: { Name: "Debug" } });

    /// <summary>The value for which the call does not return, or null.</summary>
    public static bool? DoesNotReturnIf(IParameterSymbol parameter)
    {
        if (parameter.Type.SpecialType != SpecialType.System_Boolean) return null;
        foreach (var attribute in parameter.GetAttributes())
        {
            if (attribute.AttributeClass is { Name: "DoesNotReturnIfAttribute" } && attribute.ConstructorArguments is [{ Value: bool value }]) return value;
        }
        return null;
    }

    private static bool Has(System.Collections.Immutable.ImmutableArray<AttributeData> attributes, string name)
    {
        foreach (var attribute in attributes)
        {
            if (attribute.AttributeClass?.Name == name) return true;
        }
        return false;
    }
}
