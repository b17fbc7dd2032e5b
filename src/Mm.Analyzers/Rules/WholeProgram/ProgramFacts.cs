// What the rules about a whole type or compilation (MML304, MML901, MML902) collect from every body. Written from many threads; read at the end
// of a type or of the compilation, when the bodies in question are done. One instance a compilation.
using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.LockSets;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.Rules.WholeProgram;

/// <summary>While one lock was held another was acquired, by the operation at InnerAt. Locks are told apart by the member that holds them.</summary>
internal sealed record OrderEdge(ISymbol Outer, ISymbol Inner, string OuterText, string InnerText, SyntaxNode OuterAt, SyntaxNode InnerAt)
{
    /// <summary>How a call at InnerAt leads to the acquisition; null for a direct one.</summary>
    public CallWay? Way { get; init; }

    /// <summary>The declaration that orders the locks the other way round.</summary>
    public SyntaxNode? Declared { get; init; }
}

/// <summary>A use of a member, with the locks that were held, as the member's own type would name them.</summary>
internal sealed record UseOfMember(SyntaxNode Node, IReadOnlyCollection<HeldLock> Held, bool IsWrite, ISymbol Body);

/// <summary>A lock in the terms of a member's type: "_gate", "Registry.Gate".</summary>
internal readonly record struct HeldLock(string Path, HoldMode Mode);

internal sealed record AcquiredLock(ISymbol Lock, ITypeSymbol? Type, string Text, SyntaxNode At);

/// <summary>A method was called while a lock was held: what it acquires is acquired inside that lock.</summary>
internal sealed record CallUnderLock(ISymbol Outer, ITypeSymbol? OuterType, string OuterText, SyntaxNode OuterAt, Callee Callee, SyntaxNode CallAt);

internal sealed class ProgramFacts(ContractModel contracts)
{
    private readonly ConcurrentDictionary<ISymbol, TypeFacts> _types = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, bool> _locks = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, bool> _candidates = new(SameObject.Instance);

    private readonly ConcurrentDictionary<ISymbol, IReadOnlyList<Callee>> _unlockedCalls = new(SymbolEqualityComparer.Default);

    public ContractModel Contracts => contracts;

    /// <summary>What a body that touches no lock calls, in source order, kept so that nobody has to bind the body again.</summary>
    public void CallsWithoutLocks(ISymbol body, List<(IMethodSymbol Method, bool ThroughBase)>? called)
    {
        var callees = new List<Callee>();
        foreach (var (method, throughBase) in called ?? [])
        {
            var callee = Callee.Of(method, throughBase);
            if (!callees.Contains(callee)) callees.Add(callee);
        }
        _unlockedCalls.TryAdd(KeyOf(body), callees);
    }

    /// <summary>What a body that touches no lock calls; null if it has not been kept.</summary>
    public IReadOnlyList<Callee>? CallsWithoutLocks(ISymbol body) => _unlockedCalls.TryGetValue(body, out var callees) ? callees : null;

    /// <summary>Whether uses of the member are worth counting: an unguarded, changeable member, or a method without a contract, beside a lock.</summary>
    public bool IsCandidate(ISymbol member) => _candidates.TryGetValue(member, out bool known)
        ? known
        : _candidates.GetOrAdd(member, symbol => Candidates.IsField(symbol, contracts) || Candidates.IsMethod(symbol, contracts));

    /// <summary>Whether the member is declared in the compilation, not in metadata.</summary>
    public bool IsOfSource(ISymbol member) => SymbolEqualityComparer.Default.Equals(member.ContainingAssembly, contracts.Compilation.Assembly);

    /// <summary>Whether a body without locks has to tell of its use of the member.</summary>
    public bool IsOfInterest(ISymbol member) => IsOfSource(member) && member.ContainingType is { } type
        && Candidates.HasLock(type, contracts) && IsCandidate(member);

    /// <summary>One symbol for a method, however it is called and whichever of its parts is meant.</summary>
    public static ISymbol KeyOf(ISymbol body) => body is IMethodSymbol method
        ? ((method.ReducedFrom ?? method).OriginalDefinition is var original ? original.PartialDefinitionPart ?? original : method)
        : body.OriginalDefinition;

    /// <summary>The facts of the outermost type around the symbol; null where there is none.</summary>
    public TypeFacts? Of(ISymbol symbol)
    {
        var type = symbol as INamedTypeSymbol ?? symbol.ContainingType;
        while (type?.ContainingType is { } outer) type = outer;
        if (type is null) return null;
        return _types.TryGetValue(type, out var known)
            ? known
            : _types.GetOrAdd(type.OriginalDefinition, static symbol => new TypeFacts((INamedTypeSymbol)symbol));
    }

    /// <summary>A blocking acquisition; of the body itself, as opposed to a lambda in it that may run at any time.</summary>
    public void Acquired(ISymbol body, SymbolicValue @lock, SyntaxNode at, bool ofBody)
    {
        if (@lock.Member is not { } member) return;
        _locks.TryAdd(member, true);
        if (ofBody) Of(body)?.Acquired(KeyOf(body), new AcquiredLock(member, @lock.Type, @lock.Text, at));
    }

    public bool IsUsedAsLock(ISymbol member) => _locks.ContainsKey(member);

    public IEnumerable<TypeFacts> All => _types.Values;
}

internal static class SourceOrder
{
    public static int Compare(ISymbol a, ISymbol b)
    {
        var left = a.Locations.Length > 0 ? a.Locations[0] : null;
        var right = b.Locations.Length > 0 ? b.Locations[0] : null;
        int order = string.CompareOrdinal(left?.SourceTree?.FilePath, right?.SourceTree?.FilePath);
        return order != 0 ? order : (left?.SourceSpan.Start ?? 0).CompareTo(right?.SourceSpan.Start ?? 0);
    }

    public static int Compare(SyntaxNode a, SyntaxNode b)
    {
        int order = string.CompareOrdinal(a.SyntaxTree.FilePath, b.SyntaxTree.FilePath);
        return order != 0 ? order : a.SpanStart.CompareTo(b.SpanStart);
    }
}
