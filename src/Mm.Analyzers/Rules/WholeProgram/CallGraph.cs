// Which locks a call may lead to: what the called method acquires, and what those acquire that it calls. Nearly all bodies have told what they call when they
// were looked at; the others are bound when they are reached.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Mm.Analyzers.Rules.WholeProgram;

/// <summary>An acquisition that a call leads to, and the methods that it is reached through, the called one first.</summary>
internal sealed record ReachedLock(AcquiredLock Acquired, string Via);

internal sealed class CallGraph(ProgramFacts facts, TypeFacts? only, CancellationToken cancellation)
{
    /// <summary>Methods that are looked at for one call; beyond that the call is taken to lead no further.</summary>
    private const int MaxMethods = 4_000;

    private const int MaxNames = 3;

    private readonly Dictionary<ISymbol, List<ReachedLock>> _reached = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, List<ISymbol>> _bound = new(SymbolEqualityComparer.Default);

    public IReadOnlyList<ReachedLock> From(ISymbol callee)
    {
        if (!_reached.TryGetValue(callee, out var known)) _reached.Add(callee, known = Find(callee));
        return known;
    }

    /// <summary>Breadth first, so that each lock comes with the shortest way to it.</summary>
    private List<ReachedLock> Find(ISymbol callee)
    {
        var found = new List<ReachedLock>();
        var locks = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var came = new Dictionary<ISymbol, ISymbol?>(SymbolEqualityComparer.Default) { [callee] = null };
        var queue = new Queue<ISymbol>();
        queue.Enqueue(callee);
        while (queue.Count > 0 && came.Count < MaxMethods)
        {
            cancellation.ThrowIfCancellationRequested();
            var body = queue.Dequeue();
            if (facts.Of(body) is not { } type || (only is not null && !ReferenceEquals(type, only))) continue;
            var acquired = new List<AcquiredLock>();
            var callees = new List<ISymbol>();
            if (!type.CopyBody(body, acquired, callees) && only is null) callees.AddRange(Bound(body));
            foreach (var @lock in acquired)
            {
                if (locks.Add(@lock.Lock)) found.Add(new ReachedLock(@lock, Way(body, came)));
            }
            foreach (var next in callees)
            {
                if (came.ContainsKey(next)) continue;
                came.Add(next, body);
                queue.Enqueue(next);
            }
        }
        return found;
    }

    private static string Way(ISymbol? body, Dictionary<ISymbol, ISymbol?> came)
    {
        var names = new List<string>();
        for (; body is not null; body = came[body]) names.Insert(0, Declarations.SymbolText.Of(body));
        if (names.Count > MaxNames) names.RemoveRange(1, names.Count - MaxNames);
        return string.Join(" and ", names);
    }

    /// <summary>What a body calls that itself touches no lock.</summary>
    private IReadOnlyList<ISymbol> Bound(ISymbol body)
    {
        if (facts.CallsWithoutLocks(body) is { } kept) return kept;
        if (_bound.TryGetValue(body, out var known)) return known;
        var callees = new List<ISymbol>();
        _bound.Add(body, callees);
        foreach (var reference in body.DeclaringSyntaxReferences)
        {
            var syntax = reference.GetSyntax(cancellation);
            if (syntax is not (BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or ArrowExpressionClauseSyntax)) continue;
            if (facts.Contracts.Compilation.GetSemanticModel(syntax.SyntaxTree).GetOperation(syntax, cancellation) is { } operation) Visit(operation, callees);
        }
        return callees;
    }

    private void Visit(IOperation operation, List<ISymbol> callees)
    {
        switch (operation)
        {
            // It may run at any time, on any thread.
            case IAnonymousFunctionOperation: return;
            case IInvocationOperation call: Add(call.TargetMethod, callees); break;
            case IObjectCreationOperation { Constructor: { } constructor }: Add(constructor, callees); break;
            case IPropertyReferenceOperation property:
                Add(property.Property.GetMethod, callees);
                Add(property.Property.SetMethod, callees);
                break;
        }
        foreach (var child in operation.ChildOperations) Visit(child, callees);
    }

    private void Add(IMethodSymbol? method, List<ISymbol> callees)
    {
        if (method is null || !SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, facts.Contracts.Compilation.Assembly)) return;
        var key = ProgramFacts.KeyOf(method);
        if (!callees.Contains(key)) callees.Add(key);
    }
}
