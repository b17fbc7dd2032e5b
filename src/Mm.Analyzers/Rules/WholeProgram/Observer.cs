// Takes what one body shows of the program, and hands it to the facts of the compilation.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
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
    private HashSet<Callee>? _called;

    public void AcquiredTogether(SymbolicValue held, SymbolicValue acquired, SyntaxNode heldAt, SyntaxNode acquiredAt)
    {
        if (held.Member is not { } outer || acquired.Member is not { } inner || SymbolEqualityComparer.Default.Equals(outer, inner)) return;
        facts.Of(body)?.Together(new OrderEdge(outer, inner, held.Text, acquired.Text, heldAt, acquiredAt));
    }

    public void Acquired(SymbolicValue @lock, SyntaxNode at, bool ofBody) => facts.Acquired(body, @lock, at, ofBody);

    public void Touches() => facts.Of(body)?.Touches(body);

    /// <summary>The analysis of the body is over: bodies that it calls may lead to locks.</summary>
    public void Done() => facts.Of(body)?.Calls(ProgramFacts.KeyOf(body), _called ?? []);

    public void Observed(ISymbol member, SyntaxNode node, LockState state, SymbolicValue? receiver, bool isWrite, bool ofBody)
    {
        var symbol = member.OriginalDefinition;
        if (symbol is IMethodSymbol { IsImplicitlyDeclared: false } method && facts.IsOfSource(method))
        {
            var callee = Callee.Of(method, IsThroughBase(node));
            if (ofBody) (_called ??= []).Add(callee);
            if (state.Holds.Count > 0 && facts.Contracts.ContractOf(method).Effects.IsEmpty) CalledUnder(callee, node, state);
        }
        if (_constructs || !facts.IsCandidate(symbol)) return;
        facts.Of(symbol)?.Use(symbol, new UseOfMember(node, Held(symbol, state, receiver), isWrite, body));
    }

    /// <summary>`base.M()` runs that method and no other.</summary>
    private static bool IsThroughBase(SyntaxNode name) => name is BaseExpressionSyntax || name.Parent is MemberAccessExpressionSyntax { Expression: BaseExpressionSyntax };

    private void CalledUnder(Callee method, SyntaxNode node, LockState state)
    {
        for (int i = 0; i < state.Holds.Count; i++)
        {
            var key = state.Holds.KeyAt(i);
            var level = state.Holds.ValueAt(i).Strongest;
            if (level.IsMaybe || level.Place is not { } place || key.Member is not { } outer) continue;
            facts.Of(body)?.CalledUnder(new CallUnderLock(outer, key.Type, key.Text, place, method, node));
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
        if (scan.Uses is not { } uses || body is IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor or MethodKind.Destructor }
            or IFieldSymbol or IPropertySymbol) return;
        foreach (var (member, node) in uses)
        {
            facts.Of(member)?.Use(member, new UseOfMember(node, [], false, body));
        }
    }
}
