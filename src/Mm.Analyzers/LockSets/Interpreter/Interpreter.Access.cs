using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.LockSets;

internal sealed partial class Interpreter
{
    /// <summary>Checks one use of a member against every [GuardedBy] on it.</summary>
    private void CheckAccess(IOperation operation, ISymbol member, SymbolicValue receiver, Use use, IOperation? instance)
    {
        if (use == Use.None) return;
        var guards = _contracts.GuardsOf(member);
        if (guards.IsEmpty)
        {
            if (member is IFieldSymbol or IPropertySymbol { IsIndexer: false } && Reporting && !IsIsolated(receiver))
            {
                Observe(member, MemberNode(operation.Syntax), receiver, use.IsWrite());
            }
            return;
        }
        if (Reporting) _nested.Touches();
        else if (_state.Pending.Count == 0) return;
        if (IsFree(member, receiver)) return;
        var node = MemberNode(operation.Syntax);
        bool reference = ValueTable.TypeOf(member) is { IsReferenceType: true };
        bool fixedReference = reference && SymbolicValue.IsReadonlyMember(member);
        var lacks = ImmutableArray<Lack>.Empty;
        bool isWrite = false, any = false;
        Hold? by = null;
        foreach (var guard in guards)
        {
            var effective = use;
            if (use.IsThrough() && guard.ReferenceOnly) effective = Use.Read;
            if (fixedReference && effective is Use.Read or Use.RefRead) continue;
            if (IsLockFree(guard, member, effective)) continue;
            bool write = effective.IsWrite();
            isWrite |= write;
            // Where an interlocked write excludes nobody, any of the locks will do, as for a read.
            bool asRead = effective == Use.Interlocked && guard.InterlockedWriteMode == NeedMode.Read;
            var found = write && !asRead ? WriteLacks(guard, effective, receiver, instance, ref by) : ReadLacks(guard, receiver, instance, ref by);
            if (found.Length > 1 && (!write || asRead)) any = true;
            lacks = lacks.AddRange(found);
        }
        if (lacks.IsEmpty)
        {
            Met(node, FindingKind.Access, by);
            return;
        }
        Add(new Finding(FindingKind.Access, node) { Member = member, Object = receiver, Text = AccessText(operation, member), IsWrite = isWrite, Lacks = lacks, Any = any });
        foreach (var lack in lacks)
        {
            if (lack.Kind == LackKind.Untested) TakeAllAsHeld(guards, receiver);
        }
    }

    private void TakeAllAsHeld(ImmutableArray<GuardInfo> guards, SymbolicValue receiver)
    {
        foreach (var guard in guards)
        {
            foreach (var path in guard.Paths)
            {
                if (Resolve(path, receiver) is { } @lock) TakeAsHeld(@lock);
            }
        }
    }

    /// <summary>All locks are needed to write.</summary>
    private ImmutableArray<Lack> WriteLacks(GuardInfo guard, Use use, SymbolicValue receiver, IOperation? instance, ref Hold? by)
    {
        var lacks = ImmutableArray<Lack>.Empty;
        var need = use == Use.Interlocked ? guard.InterlockedWriteMode : guard.WriteMode;
        foreach (var path in guard.Paths)
        {
            if (Check(Resolve(path, receiver), new LockName(path, instance), need, out var hold) is { } lack) lacks = lacks.Add(lack);
            else by = hold ?? by;
        }
        return lacks;
    }

    /// <summary>Any of the locks is enough to read; none of them gives the lack of each.</summary>
    private ImmutableArray<Lack> ReadLacks(GuardInfo guard, SymbolicValue receiver, IOperation? instance, ref Hold? by)
    {
        var lacks = ImmutableArray<Lack>.Empty;
        var locks = ImmutableArray<SymbolicValue?>.Empty;
        for (int list = 0; list < 2; list++)
        {
            foreach (var path in list == 0 ? guard.Paths : guard.AlsoReadUnder)
            {
                var @lock = Resolve(path, receiver);
                if (_state.AnyOf.Length > 0) locks = locks.Add(@lock);
                if (Check(@lock, new LockName(path, instance), NeedMode.Read, out var hold) is not { } lack)
                {
                    by = hold ?? by;
                    return [];
                }
                lacks = lacks.Add(lack);
            }
        }
        return _state.AnyOf.Length > 0 && MeetsAnyOf(locks) ? [] : lacks;
    }

    private static bool IsLockFree(GuardInfo guard, ISymbol member, Use use)
    {
        if (!guard.LockFreeReads || use.IsWrite()) return false;
        return use == Use.VolatileRead || member is IFieldSymbol { IsVolatile: true } or IPropertySymbol;
    }

    /// <summary>No lock is needed: nobody else can reach the object, or the type is just being initialised.</summary>
    private bool IsFree(ISymbol member, SymbolicValue receiver)
    {
        if (IsIsolated(receiver)) return true;
        return member.IsStatic && SymbolEqualityComparer.Default.Equals(member.ContainingType, _unit.ContainingType)
            && (_unit.Method is { MethodKind: MethodKind.StaticConstructor } || (_unit.Owner is IFieldSymbol or IPropertySymbol && _unit.Owner.IsStatic));
    }

    /// <summary>Something is done through a copy of a guarded reference: followed for arrays and known mutable collections.</summary>
    private void CheckThroughCopy(IOperation operation, SymbolicValue value, Use use, bool followedOnly)
    {
        if (value.Kind == ValueKind.View)
        {
            // The steps of a foreach are covered by the report at its collection.
            if (!operation.IsImplicit) CheckView(operation, value, use);
            return;
        }
        if (value.Kind != ValueKind.Member || value.Member is not { } member || value.Base is not { } receiver) return;
        // A copy of a struct is the reader's own.
        if (operation.Type is { IsValueType: true }) return;
        if (followedOnly && (!KnownTypes.IsFollowed(ValueTable.TypeOf(member)) || IsReplaced(value))) return;
        foreach (var guard in _contracts.GuardsOf(member))
        {
            if (guard.ReferenceOnly) continue;
            CheckAccess(operation, member, receiver, use, null);
            return;
        }
    }

    /// <summary>The member has been given another value since: what it held before is found through it no more (swap and drain).</summary>
    private bool IsReplaced(SymbolicValue value) => _state.Heap[value] is { } now && !ReferenceEquals(now, value) && now.Kind != ValueKind.Joined;

    /// <summary>A span or ref local looks into guarded state: the lock must still be held where it is used.</summary>
    private void CheckView(IOperation operation, SymbolicValue value, Use use)
    {
        if (IsLockView(value.Base!))
        {
            if (FindHeld(value.Base!) is not null || IsTrusted(value.Base!)) return;
            Add(new Finding(FindingKind.Leaves, operation.Syntax) { Text = ReceiverText(operation), Lock = value.Base!.Text, Detail = "enumerated" });
            return;
        }
        if (value.Base!.Whole is { Kind: ValueKind.Member, Member: { } member, Base: { } receiver }
            && !CheckOutlives(operation, member, receiver) && use.IsWrite() && KnownTypes.IsViewType(value.Type)) CheckWrittenThrough(operation, member, receiver, use);
    }

    /// <summary>Whether a reference to the member was taken with its lock held; without it, that has been reported once and for all.</summary>
    private bool IsHeldFor(SymbolicValue place)
    {
        place = place.Whole;
        if (place.Kind != ValueKind.Member || place.Member is not { } member || place.Base is not { } receiver || IsFree(member, receiver)) return true;
        Hold? by = null;
        foreach (var guard in _contracts.GuardsOf(member))
        {
            if (!ReadLacks(guard, receiver, null, ref by).IsEmpty) return false;
        }
        return true;
    }

    private void ThroughReference(IOperation operation, SymbolicValue reference, Use use)
    {
        var place = reference.Base!.Whole;
        // `foreach (ref var item in span)`, `ref var item = ref span[1]`
        if (place.Kind == ValueKind.View && !IsLockView(place.Base!)) place = place.Base!.Whole;
        if (place is not { Kind: ValueKind.Member, Member: { } member, Base: { } receiver }) return;
        if (!CheckOutlives(operation, member, receiver) && use.IsWrite()) CheckWrittenThrough(operation, member, receiver, use);
    }

    /// <summary>What a reference or a span leads to is written under the lock: in the mode that writing needs?</summary>
    private void CheckWrittenThrough(IOperation operation, ISymbol member, SymbolicValue receiver, Use use)
    {
        Hold? by = null;
        foreach (var guard in _contracts.GuardsOf(member))
        {
            if (guard.ReferenceOnly) continue;
            var lacks = WriteLacks(guard, use, receiver, null, ref by);
            if (lacks.IsEmpty) continue;
            Add(new Finding(FindingKind.Access, MemberNode(operation.Syntax)) { Member = member, Text = member.Name, IsWrite = true, Lacks = lacks });
            return;
        }
    }

    /// <summary>True if the lock is not held any more, or none is needed.</summary>
    private bool CheckOutlives(IOperation operation, ISymbol member, SymbolicValue receiver)
    {
        if (IsFree(member, receiver)) return true;
        Hold? by = null;
        foreach (var guard in _contracts.GuardsOf(member))
        {
            if (guard.ReferenceOnly || ReadLacks(guard, receiver, null, ref by).IsEmpty) continue;
            Add(new Finding(FindingKind.Leaves, MemberNode(operation.Syntax))
            {
                Member = member,
                Text = member.Name,
                Lock = guard.Paths[0].ToString(),
                Detail = "used",
            });
            return true;
        }
        return false;
    }

    /// <summary>The part of an access that names the member.</summary>
    internal static SyntaxNode MemberNode(SyntaxNode syntax) => syntax switch
    {
        MemberAccessExpressionSyntax access => access.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax or MemberBindingExpressionSyntax or SimpleNameSyntax } call =>
            MemberNode(call.Expression),
        ConditionalAccessExpressionSyntax { WhenNotNull: MemberBindingExpressionSyntax binding } => binding.Name,
        _ => syntax,
    };

    private static string AccessText(IOperation operation, ISymbol member)
    {
        string text = ShortText(operation);
        return text == "value" || text.EndsWith("]", StringComparison.Ordinal) || text.EndsWith(")", StringComparison.Ordinal) ? member.Name : text;
    }

    /// <summary>A guard's path in the terms of the place: "mm.MmapLock" for `MmapLock` of `mm.Brk`.</summary>
    internal static string PathText(LockPath path, IOperation? instance)
    {
        string text = path.ToString();
        if (path.Root != PathRoot.This || instance is null) return text;
        string? root = instance is not IInstanceReferenceOperation own ? ReceiverText(instance)
            : own.ReferenceKind == InstanceReferenceKind.PatternInput ? MatchedText(own) : null;
        if (root is null) return text;
        return path.Members.IsEmpty ? root : SymbolicValue.AsReceiver(root) + "." + text;
    }

    /// <summary>What a property pattern matches: the members in it are members of that.</summary>
    private static string? MatchedText(IInstanceReferenceOperation input)
    {
        string members = "";
        bool isOwn = true;
        for (var operation = input.Parent; operation is not null; operation = operation.Parent)
        {
            if (operation is IIsPatternOperation match) return ReceiverText(match.Value) is "this" ? null : SymbolicValue.AsReceiver(ReceiverText(match.Value)) + members;
            if (operation is not IPropertySubpatternOperation { Member: IMemberReferenceOperation member }) continue;
            if (!isOwn) members = "." + member.Member.Name + members;
            isOwn = false;
        }
        return null;
    }

    private static string ReceiverText(IOperation instance)
    {
        string text = ShortText(instance);
        return text.EndsWith("!", StringComparison.Ordinal) ? text.Substring(0, text.Length - 1) : text;
    }
}
