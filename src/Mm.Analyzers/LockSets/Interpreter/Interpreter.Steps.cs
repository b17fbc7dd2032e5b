using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.LockSets;

/// <summary>Calls that are steps of a lock path.</summary>
internal sealed partial class Interpreter
{
    /// <summary>
    /// <c>owner.GetPart(key).Gate</c>: a call that is made only to reach what it returns, and made again to reach it again, gives the same object
    /// for the same arguments.
    /// </summary>
    private static bool IsStepOfPath(CallSite call)
    {
        var operation = call.Operation;
        bool reaches = operation.Parent switch
        {
            IMemberReferenceOperation member => ReferenceEquals(member.Instance, operation),
            IInvocationOperation invocation => ReferenceEquals(invocation.Instance, operation),
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { } method } } => method.IsExtensionMethod || IsMonitor(method),
            _ => false,
        };
        if (!reaches || call.Arguments.Count > 3 || call.Receiver is { Depth: > 8 }) return false;
        foreach (var (ordinal, _, argument) in call.Arguments)
        {
            if (ordinal < 0 || call.Method.Parameters[ordinal].RefKind is not RefKind.None || argument is IDelegateCreationOperation) return false;
        }
        return true;
    }

    private SymbolicValue StepOfPath(CallSite call)
    {
        SymbolicValue? arguments = null;
        foreach (var (_, value, argument) in call.Arguments)
        {
            // Arithmetic is only kept where it names something.
            var named = Unwrap(argument) is IBinaryOperation or IUnaryOperation ? Silently(argument, static (interpreter, operation) => interpreter.Index(operation)) : value;
            arguments = arguments is null ? named : _values.Call(arguments, call.Method, named, null, call.Operation);
        }
        return _values.Call(call.Receiver ?? _values.Type(call.Method.ContainingType), call.Method, arguments, call.Operation.Type, call.Operation);
    }
}
