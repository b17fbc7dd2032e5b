// System.Threading.Monitor: a reentrant, thread-bound, exclusive lock on any object. The lock statement is lowered to these members.
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Mm.Analyzers.Contracts.BuiltIn;

internal sealed class MonitorMembers : BuiltInType
{
    public override MemberContract? ContractOf(IMethodSymbol method)
    {
        if (method.Parameters.IsEmpty) return null;
        var path = Argument(method, 0);
        return method.Name switch
        {
            "Enter" => Does(AcquireTaken(method, path, isTry: false)),
            "TryEnter" => Does(AcquireTaken(method, path, isTry: true)),
            "Exit" => Does(Release(HoldMode.Write, path)),
            "Wait" => new MemberContract
            {
                Requirements = [new Requirement(NeedMode.Write, Any: false, [path])],
                Effects = [new Effect(EffectKind.MayRelease, HoldMode.Write, path)],
                Blocks = true,
            },
            "Pulse" or "PulseAll" => new MemberContract { Requirements = [new Requirement(NeedMode.Write, Any: false, [path])] },
            _ => null,
        };
    }

    public override HoldMode? HeldTest(ISymbol member) => member is IMethodSymbol { Name: "IsEntered" } ? HoldMode.Write : null;
}
