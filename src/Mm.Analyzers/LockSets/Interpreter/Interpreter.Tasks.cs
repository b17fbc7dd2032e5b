using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.LockSets;

/// <summary>
/// Acquisitions by members that return a task: the lock is held when the task has completed, so the hold begins where it is awaited (or waited for),
/// not at the call. The task and its result are one symbolic value.
/// </summary>
internal sealed partial class Interpreter
{
    /// <summary>Whether the effect takes place when what the call returns is awaited.</summary>
    private static bool TakesPlaceAtAwait(CallSite call, Effect effect) => effect is { Kind: EffectKind.Acquire, When.IsConditional: false }
        && call.Method is { MethodKind: not MethodKind.Constructor, ReturnsVoid: false } method && IsAwaitable(method.ReturnType);

    private static bool IsAwaitable(ITypeSymbol type)
    {
        if (type is not INamedTypeSymbol { SpecialType: SpecialType.None, TypeKind: TypeKind.Class or TypeKind.Struct } named) return false;
        for (INamedTypeSymbol? current = named; current is not null; current = current.BaseType)
        {
            foreach (var member in current.GetMembers("GetAwaiter"))
            {
                if (member is IMethodSymbol { IsStatic: false, Parameters.IsEmpty: true }) return true;
            }
        }
        return false;
    }

    /// <summary>The task has completed: what it acquires is held.</summary>
    private void Complete(SymbolicValue task)
    {
        if (_state.Pending[task] is { } pending) Decide(task, pending, null);
    }

    private bool Awaits(SymbolicValue value)
    {
        if (_state.Pending[value] is not { } list) return false;
        for (int i = 0; i < list.Count; i++)
        {
            if (list[i].Awaits) return true;
        }
        return false;
    }

    /// <summary>The task goes where it is not followed: whoever has it waits for it.</summary>
    private void HandOnTask(SymbolicValue value)
    {
        if (Awaits(value)) _state = _state with { Pending = _state.Pending.Remove(value) };
    }

    /// <summary>Members of a task that wait for it, or give what one waits for; null for any other call.</summary>
    private SymbolicValue? TaskCall(CallSite call)
    {
        var method = call.Method;
        if (call.Receiver is { } task && Awaits(task))
        {
            switch (method.Name)
            {
                case "ConfigureAwait" or "GetAwaiter" or "AsTask" or "Preserve" or "WaitAsync":
                    return task;
                case "GetResult" or "Wait" when method.Parameters.IsEmpty || method.Parameters[0].Type.Name == "CancellationToken":
                    Complete(task);
                    return task;
            }
            return null;
        }
        if (!method.IsStatic && method.ReducedFrom is null) return null;
        if (KnownTypes.IsNamed(method.ContainingType, "System.Threading.Tasks", "Task") && method.Name is "WhenAll" or "WaitAll") return AllOf(call);
        // An extension that decorates a task (a ConfigureAwait of one's own) passes it on.
        foreach (var (_, value, _) in call.Arguments)
        {
            if (Awaits(value) && !method.ReturnsVoid && IsAwaitable(method.ReturnType) && _contracts.ContractOf(method).IsNone) return value;
        }
        return null;
    }

    /// <summary>Task.WaitAll completes its arguments; what Task.WhenAll returns stands for them all.</summary>
    private SymbolicValue? AllOf(CallSite call)
    {
        if (call.Method.Name == "WaitAll")
        {
            foreach (var (_, value, _) in call.Arguments) Complete(value);
            return null;
        }
        var all = Unknown(call.Operation);
        foreach (var (_, value, _) in call.Arguments) CollectTask(value, all);
        return all;
    }

    /// <summary>The task is put into a collection of tasks: waiting for all of those waits for it.</summary>
    private void CollectTask(SymbolicValue task, SymbolicValue collection)
    {
        if (!Awaits(task) || ReferenceEquals(task, collection)) return;
        var list = _state.Pending[task]!;
        var all = _state.Pending[collection];
        for (int i = 0; i < list.Count; i++) all = all?.Add(list[i]) ?? new PendingList([list[i]]);
        _state = _state with { Pending = _state.Pending.Remove(task).Set(collection, all!) };
    }

    /// <summary>`task.Result` waits; `task.IsCompletedSuccessfully` tells. Null for any other property.</summary>
    private SymbolicValue? TaskProperty(IPropertyReferenceOperation reference, SymbolicValue task)
    {
        if (!Awaits(task)) return null;
        switch (reference.Property.Name)
        {
            case "Result":
                Complete(task);
                return task;
            case "IsCompletedSuccessfully" or "IsCompleted":
                return _values.Test(TestKind.Completed, task);
            default:
                return null;
        }
    }
}
