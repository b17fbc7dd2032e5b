// Whether a guard can give its lock back.
using Microsoft.CodeAnalysis;
using Mm.Analyzers.Contracts;

namespace Mm.Analyzers.Rules.Declarations;

internal static class GuardMembers
{
    public static bool CanEnd(INamedTypeSymbol guard, ContractModel contracts)
    {
        if (guard.TypeKind == TypeKind.Error) return true;
        for (var type = guard; type is not null; type = type.BaseType)
        {
            foreach (var member in type.GetMembers())
            {
                if (member is not IMethodSymbol { MethodKind: not MethodKind.Constructor } method) continue;
                if (method.Name is "Dispose" or "DisposeAsync" or "System.IDisposable.Dispose" or "System.IAsyncDisposable.DisposeAsync") return true;
                if (contracts.ContractOf(method).Effects.Any(static e => e.Kind == EffectKind.Release)) return true;
            }
        }
        return false;
    }
}
