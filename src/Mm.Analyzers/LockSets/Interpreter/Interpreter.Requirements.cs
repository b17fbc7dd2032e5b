using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.LockSets;

internal sealed partial class Interpreter
{
    /// <summary>A path of the callee in the caller's terms.</summary>
    internal static string PathText(LockPath path, CallSite call)
    {
        string members = path.Root == PathRoot.This ? path.ToString() : "";
        switch (path.Root)
        {
            case PathRoot.This:
                return PathText(path, call.ReceiverOperation);
            case PathRoot.Parameter when call.ArgumentOperation(path.Ordinal) is { } argument:
                members = ReceiverText(argument);
                if (!path.Members.IsEmpty) members = SymbolicValue.AsReceiver(members);
                if (argument is IInstanceReferenceOperation) members = path.Members.IsEmpty ? "this" : "";
                break;
            case PathRoot.Return:
                members = "the result";
                break;
            default:
                return path.ToString();
        }
        foreach (var member in path.Members) members += (members.Length > 0 ? "." : "") + member.Name;
        return members;
    }

    /// <summary>What a call lacks is one report, whatever the number of attributes that ask for it; an any-of is one of its own.</summary>
    private void CheckRequirements(CallSite call, MemberContract contract)
    {
        // Only a lock that depends on an untested result changes what follows.
        if (!Reporting && _state.Pending.Count == 0) return;
        var lacking = ImmutableArray<Lack>.Empty;
        Hold? met = null;
        bool asked = false;
        foreach (var requirement in contract.Requirements)
        {
            var lacks = ImmutableArray<Lack>.Empty;
            Hold? by = null;
            bool anyMet = false;
            foreach (var path in requirement.Paths)
            {
                var @lock = Resolve(path, call);
                if (Check(@lock, new LockName(path, call), requirement.Need, out var hold) is { } lack) lacks = lacks.Add(lack);
                else
                {
                    anyMet = true;
                    by = hold ?? by;
                }
            }
            var all = lacks.IsEmpty ? [] : Resolved(requirement.Paths, call);
            bool isMet = lacks.IsEmpty || (requirement.Any && (anyMet || MeetsAnyOf(all)));
            if (!isMet && requirement is { Any: false, Need: NeedMode.Read, Paths.Length: 1 } && MeetsAnyOf(all)) isMet = true;
            if (!requirement.Any)
            {
                asked = true;
                met = by ?? met;
                if (isMet) continue;
                lacking = lacking.AddRange(lacks);
                TakeAsHeld(lacks, all);
                continue;
            }
            if (isMet)
            {
                Met(call.Node, FindingKind.Call, by);
                continue;
            }
            Add(Lacking(call, lacks) with { Any = lacks.Length > 1 });
            TakeAsHeld(lacks, all);
        }
        call.Lacks = lacking.Length > 0;
        if (call.Lacks) Add(Lacking(call, lacking));
        else if (asked) Met(call.Node, FindingKind.Call, met);
        foreach (var path in contract.Excludes)
        {
            if (Resolve(path, call) is not { } @lock || IsTrusted(@lock) || FindHeld(@lock) is not { } key) continue;
            var stack = _state.Holds[key]!;
            if (stack.May == HoldMode.None) continue;
            Add(new Finding(FindingKind.Excluded, call.Node)
            {
                Member = call.Method,
                Text = CallText(call),
                Lock = PathText(path, call),
                Held = stack.May,
                Since = stack.Strongest.Since,
                Downgraded = stack.Strongest is { Mode: HoldMode.Downgraded, Downgraded: not null },
            });
        }
        if (contract.Blocks) CheckBlocking(call.Node, call.Method, CallText(call));
    }

    private ImmutableArray<SymbolicValue?> Resolved(ImmutableArray<LockPath> paths, CallSite call)
    {
        var locks = ImmutableArray.CreateBuilder<SymbolicValue?>(paths.Length);
        foreach (var path in paths) locks.Add(Resolve(path, call));
        return locks.MoveToImmutable();
    }

    private static Finding Lacking(CallSite call, ImmutableArray<Lack> lacks) =>
        new(FindingKind.Call, call.Node) { Member = call.Method, Object = call.Receiver, Text = CallText(call), Lacks = lacks };

    /// <summary>While a lock that spins is held nothing may block: no call of a member that does, and no acquisition of a lock that sleeps, which is no member's.</summary>
    private void CheckBlocking(SyntaxNode node, ISymbol? member, string text)
    {
        for (int i = 0; i < _state.Holds.Count; i++)
        {
            var level = _state.Holds.ValueAt(i).Strongest;
            if (level.Lock is not { Spins: true } || level.IsMaybe) continue;
            Add(new Finding(FindingKind.Blocking, node)
            {
                Member = member,
                Text = text,
                Lock = _state.Holds.KeyAt(i).Text,
                Since = level.Since,
                Detail = member is null ? "acquired" : "",
            });
            return;
        }
    }

    private static readonly SymbolDisplayFormat s_operatorName = new(
        memberOptions: SymbolDisplayMemberOptions.IncludeContainingType, miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    private static string CallText(CallSite call)
    {
        var method = call.Method;
        string name = method.MethodKind switch
        {
            MethodKind.Constructor => "new " + method.ContainingType.Name,
            MethodKind.PropertyGet or MethodKind.PropertySet or MethodKind.EventAdd or MethodKind.EventRemove => method.AssociatedSymbol?.Name ?? method.Name,
            MethodKind.DelegateInvoke => call.ReceiverOperation is { } invoked ? ReceiverText(invoked) : method.ContainingType.Name,
            MethodKind.UserDefinedOperator or MethodKind.Conversion => method.ToDisplayString(s_operatorName),
            _ => method.Name,
        };
        if (method.MethodKind is MethodKind.Ordinary or MethodKind.PropertyGet or MethodKind.PropertySet or MethodKind.EventAdd or MethodKind.EventRemove
            or MethodKind.ReducedExtension && method.ContainingType is { } type)
        {
            return method.ContainingType!.Name + "." + name;
        }
        return name;
    }
}
