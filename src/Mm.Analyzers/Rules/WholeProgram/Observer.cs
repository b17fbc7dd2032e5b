// Takes what one body shows of the program, and hands it to the facts of the compilation.
using Microsoft.CodeAnalysis;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.LockSets;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.Rules.WholeProgram;

internal sealed class Observer(ProgramFacts facts, ISymbol body) : IBodyObserver
{
    private readonly bool _constructs = body is IMethodSymbol
    {
        MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor
        or MethodKind.Destructor
    } or IFieldSymbol or IPropertySymbol;
    private HashSet<ISymbol>? _called;

    public void AcquiredTogether(SymbolicValue held, SymbolicValue acquired, SyntaxNode heldAt, SyntaxNode acquiredAt)
    {
        if (held.Member is not { } outer || acquired.Member is not { } inner || SymbolEqualityComparer.Default.Equals(outer, inner)) return;
        facts.Of(body)?.Together(new OrderEdge(outer, inner, held.Text, acquired.Text, heldAt, acquiredAt, body));
    }

    public void Acquired(SymbolicValue @lock, SyntaxNode at) => facts.Acquired(body, @lock);

    public void Touches() => facts.Of(body)?.Touches(body);

    public void Observed(ISymbol member, SyntaxNode node, LockState state, SymbolicValue? receiver, bool isWrite)
    {
        var symbol = member.OriginalDefinition;
        if (symbol is IMethodSymbol method && !method.DeclaringSyntaxReferences.IsEmpty)
        {
            if (facts.MayLeadToLocks(method)) Calls(method);
            if (state.Holds.Count > 0 && facts.Contracts.ContractOf(method).Effects.IsEmpty) CalledUnder(method, node, state);
        }
        if (_constructs || !facts.IsCandidate(symbol)) return;
        facts.Of(symbol)?.Use(symbol, new UseOfMember(node, Held(symbol, state, receiver), isWrite, body));
    }

    private void Calls(IMethodSymbol method)
    {
        if ((_called ??= new HashSet<ISymbol>(SymbolEqualityComparer.Default)).Add(method)) facts.Of(body)?.Calls(body, method);
    }

    private void CalledUnder(IMethodSymbol method, SyntaxNode node, LockState state)
    {
        for (int i = 0; i < state.Holds.Count; i++)
        {
            var key = state.Holds.KeyAt(i);
            var level = state.Holds.ValueAt(i).Strongest;
            if (level.IsMaybe || level.Place is not { } place || key.Member is not { } outer) continue;
            facts.Of(body)?.CalledUnder(new CallUnderLock(outer, key.Text, place, method, node, body));
        }
    }

    /// <summary>The held locks as the member's type would name them, seen from the object that the member is used on.</summary>
    private static List<HeldLock> Held(ISymbol member, LockState state, SymbolicValue? receiver)
    {
        var held = new List<HeldLock>();
        for (int i = 0; i < state.Holds.Count; i++)
        {
            var key = state.Holds.KeyAt(i);
            var mode = state.Holds.ValueAt(i).Mode;
            if (mode == HoldMode.None || key.Member is not { } @lock) continue;
            if (key.Base is { Kind: ValueKind.Type } type)
            {
                bool own = SymbolEqualityComparer.Default.Equals(type.Key as ISymbol, member.ContainingType?.OriginalDefinition);
                held.Add(new HeldLock(own ? @lock.Name : type.Text + "." + @lock.Name, mode));
            }
            else if (receiver is not null && ReferenceEquals(key.Base, receiver))
            {
                held.Add(new HeldLock(@lock.Name, mode));
            }
        }
        return held;
    }

    /// <summary>A body without any lock: its uses of members are uses without a lock.</summary>
    public static void Unlocked(ProgramFacts facts, ISymbol body, BodyScan scan)
    {
        if (scan.Uses.Count == 0 || body is IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor or MethodKind.Destructor }
            or IFieldSymbol or IPropertySymbol) return;
        foreach (var (member, node) in scan.Uses)
        {
            if (member is IMethodSymbol method && facts.MayLeadToLocks(method)) facts.Of(body)?.Calls(body, method);
            if (facts.IsCandidate(member)) facts.Of(member)?.Use(member, new UseOfMember(node, [], false, body));
        }
    }
}
