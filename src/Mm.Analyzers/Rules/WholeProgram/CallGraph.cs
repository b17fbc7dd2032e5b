// Which locks a call may lead to: what the called method acquires, and what those acquire that it calls. Nearly all bodies have told what they call when they
// were looked at; the others are bound when they are reached.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Mm.Analyzers.Rules.WholeProgram;

/// <summary>A method, with what it acquires and calls, looked up once: nearly every call under a lock leads through many of them.</summary>
internal sealed class CallNode(Callee callee)
{
    public ISymbol Body => callee.Method;

    /// <summary>It stands for the method and all that override or implement it.</summary>
    public bool Dispatches => callee.Dispatches;

    public AcquiredLock[] Acquired { get; set; } = [];

    /// <summary>Null until they are asked for.</summary>
    public CallNode[]? Callees { get; set; }

    /// <summary>The locks that a call of it leads to; null until they are asked for.</summary>
    public List<AcquiredLock>? Reached { get; set; }

    /// <summary>The number of the search that came here last, and whence.</summary>
    public int Search { get; set; }

    public CallNode? Came { get; set; }

    /// <summary>The calls of it under each outer lock that come first in the source; null if there is none.</summary>
    public List<CallUnderLock>? Calls { get; private set; }

    public void CalledUnder(CallUnderLock call)
    {
        Calls ??= [];
        for (int i = 0; i < Calls.Count; i++)
        {
            if (!SymbolEqualityComparer.Default.Equals(Calls[i].Outer, call.Outer)) continue;
            if (IsBefore(call, Calls[i])) Calls[i] = call;
            return;
        }
        Calls.Add(call);
    }

    public static bool IsBefore(CallUnderLock left, CallUnderLock right)
    {
        int order = SourceOrder.Compare(left.CallAt, right.CallAt);
        return order < 0 || (order == 0 && SourceOrder.Compare(left.OuterAt, right.OuterAt) < 0);
    }
}

internal sealed class CallGraph(ProgramFacts facts, TypeFacts? only, CancellationToken cancellation)
{
    /// <summary>Methods that are looked at for one call; beyond that the call is taken to lead no further.</summary>
    private const int MaxMethods = 4_000;

    private const int MaxNames = 3;

    private readonly Dictionary<Callee, CallNode> _nodes = [];
    private readonly Overrides _overrides = new(facts.Contracts.Compilation, cancellation);
    private readonly HashSet<ISymbol> _locks = new(SymbolEqualityComparer.Default);
    private readonly List<CallNode> _queue = [];
    private int _searches;

    public CallNode NodeOf(Callee callee)
    {
        if (!_nodes.TryGetValue(callee, out var node)) _nodes.Add(callee, node = new CallNode(callee));
        return node;
    }

    /// <summary>The methods that are called under a lock.</summary>
    public List<CallNode> Called()
    {
        var called = new List<CallNode>();
        foreach (var node in _nodes.Values)
        {
            if (node.Calls is not null) called.Add(node);
        }
        return called;
    }

    /// <summary>The locks that a call leads to, each with its first acquisition on the shortest way.</summary>
    public List<AcquiredLock> From(CallNode callee)
    {
        if (callee.Reached is { } known) return known;
        var found = new List<AcquiredLock>();
        _locks.Clear();
        Start(callee);
        for (int i = 0; i < _queue.Count; i++)
        {
            foreach (var @lock in Look(_queue[i]).Acquired)
            {
                if (_locks.Add(@lock.Lock)) found.Add(@lock);
            }
        }
        callee.Reached = found;
        return found;
    }

    /// <summary>The methods that a call leads through to an acquisition, the called one first.</summary>
    public string Names(CallNode callee, AcquiredLock acquired)
    {
        Start(callee);
        var names = new List<string>();
        for (int i = 0; i < _queue.Count && names.Count == 0; i++)
        {
            if (Array.IndexOf(Look(_queue[i]).Acquired, acquired) < 0) continue;
            for (var node = _queue[i]; node is not null; node = node.Came)
            {
                if (!node.Dispatches) names.Insert(0, Declarations.SymbolText.Of(node.Body));
            }
        }
        if (names.Count > MaxNames) names.RemoveRange(1, names.Count - MaxNames);
        return string.Join(" and ", names);
    }

    private void Start(CallNode callee)
    {
        _queue.Clear();
        _searches++;
        Enqueue(callee, null);
    }

    private void Enqueue(CallNode node, CallNode? came)
    {
        if (node.Search == _searches || _queue.Count >= MaxMethods) return;
        node.Search = _searches;
        node.Came = came;
        _queue.Add(node);
    }

    /// <summary>Learns what the body of a node in the queue does, and puts the methods behind it that are new to the search in the queue.</summary>
    private CallNode Look(CallNode node)
    {
        if (node.Callees is null) Learn(node);
        foreach (var next in node.Callees!) Enqueue(next, node);
        return node;
    }

    private void Learn(CallNode node)
    {
        cancellation.ThrowIfCancellationRequested();
        node.Callees = [];
        if (node.Dispatches)
        {
            node.Callees = Targets((IMethodSymbol)node.Body);
            return;
        }
        if (facts.Of(node.Body) is not { } type || (only is not null && !ReferenceEquals(type, only))) return;
        var (acquired, callees) = type.OfBody(node.Body);
        node.Acquired = acquired;
        if ((callees ?? (only is null ? Bound(node.Body) : null)) is { Count: > 0 } bodies) node.Callees = [.. bodies.Select(NodeOf)];
    }

    /// <summary>What the call of a virtual method or interface member may run; inside one type, the method itself.</summary>
    private CallNode[] Targets(IMethodSymbol method)
    {
        var targets = new List<CallNode> { NodeOf(new Callee(method, false)) };
        if (only is null)
        {
            foreach (var target in _overrides.Of(method)) targets.Add(NodeOf(new Callee(target, false)));
        }
        return [.. targets];
    }

    /// <summary>What a body calls that itself touches no lock.</summary>
    private IReadOnlyList<Callee> Bound(ISymbol body)
    {
        if (facts.CallsWithoutLocks(body) is { } kept) return kept;
        var callees = new List<Callee>();
        foreach (var reference in body.DeclaringSyntaxReferences)
        {
            var syntax = reference.GetSyntax(cancellation);
            if (syntax is not (BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or ArrowExpressionClauseSyntax)) continue;
            if (facts.Contracts.Compilation.GetSemanticModel(syntax.SyntaxTree).GetOperation(syntax, cancellation) is { } operation) Visit(operation, callees);
        }
        return callees;
    }

    private void Visit(IOperation operation, List<Callee> callees)
    {
        switch (operation)
        {
            // It may run at any time, on any thread.
            case IAnonymousFunctionOperation: return;
            case IInvocationOperation call: Add(call.TargetMethod, call.Instance, callees); break;
            case IObjectCreationOperation { Constructor: { } constructor }: Add(constructor, null, callees); break;
            case IPropertyReferenceOperation property:
                Add(property.Property.GetMethod, property.Instance, callees);
                Add(property.Property.SetMethod, property.Instance, callees);
                break;
        }
        foreach (var child in operation.ChildOperations) Visit(child, callees);
    }

    private void Add(IMethodSymbol? method, IOperation? instance, List<Callee> callees)
    {
        if (method is null || !facts.IsOfSource(method)) return;
        var callee = Callee.Of(method, instance?.Syntax is BaseExpressionSyntax);
        if (!callees.Contains(callee)) callees.Add(callee);
    }
}
