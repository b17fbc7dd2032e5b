using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.LockSets;

/// <summary>A call with what was passed, by the callee's parameters: what its contract is rewritten with.</summary>
internal sealed class CallSite(IOperation operation, IMethodSymbol method, SymbolicValue? receiver, IOperation? receiverOperation, int count)
{
    private readonly List<(int Ordinal, SymbolicValue Value, IOperation Operation)> _arguments = new(count);

    public IOperation Operation => operation;

    public IMethodSymbol Method { get; set; } = method;

    public SymbolicValue? Receiver => receiver;

    public IOperation? ReceiverOperation => receiverOperation;

    /// <summary>Not to be changed; the list itself, so that going over it makes nothing.</summary>
    public List<(int Ordinal, SymbolicValue Value, IOperation Operation)> Arguments => _arguments;

    /// <summary>What a setter stores.</summary>
    public SymbolicValue? Assigned { get; set; }

    public SymbolicValue? Result { get; set; }

    /// <summary>A requirement of it is not met, which has been reported.</summary>
    public bool Lacks { get; set; }

    public SyntaxNode Node => Interpreter.MemberNode(operation.Syntax);

    public void Add(IArgumentOperation argument, SymbolicValue value) => _arguments.Add((argument.Parameter?.Ordinal ?? -1, value, argument.Value));

    public void Add(int ordinal, SymbolicValue value, IOperation argument) => _arguments.Add((ordinal, value, argument));

    public SymbolicValue? Argument(int ordinal)
    {
        foreach (var argument in _arguments)
        {
            if (argument.Ordinal == ordinal) return argument.Value;
        }
        return ordinal == _arguments.Count ? Assigned : null;
    }

    public IOperation? ArgumentOperation(int ordinal)
    {
        foreach (var argument in _arguments)
        {
            if (argument.Ordinal == ordinal) return argument.Operation;
        }
        return null;
    }
}
