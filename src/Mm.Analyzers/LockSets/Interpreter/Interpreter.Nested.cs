using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.LockSets;

internal sealed partial class Interpreter
{
    private SymbolicValue Delegate(IOperation operation, LambdaUse use) => operation switch
    {
        IDelegateCreationOperation creation => DelegateCreation(creation, use),
        IFlowAnonymousFunctionOperation lambda => Lambda(lambda, use),
        _ => Evaluate(operation, Use.Read),
    };

    private SymbolicValue DelegateCreation(IDelegateCreationOperation creation, LambdaUse use)
    {
        if (use.Contract is null && creation.Type is INamedTypeSymbol { DelegateInvokeMethod: { } invoke }
            && _contracts.ContractOf(invoke) is { HasLockContract: true } contract)
        {
            use = use with { Contract = contract };
        }
        switch (creation.Target)
        {
            case IFlowAnonymousFunctionOperation lambda:
                Lambda(lambda, use);
                break;
            case IMethodReferenceOperation method:
                MethodReference(method, use.Inline);
                break;
            default:
                Evaluate(creation.Target, Use.Read);
                break;
        }
        return Unknown(creation);
    }

    private SymbolicValue MethodReference(IMethodReferenceOperation reference, bool inline = false)
    {
        var method = reference.Method;
        SymbolicValue? receiver = reference.Instance is { } instance ? Evaluate(instance, Use.Read) : null;
        if (method.MethodKind == MethodKind.LocalFunction)
        {
            if (inline) _nested.LocalFunctionCall(method.OriginalDefinition, _state);
            else _nested.LocalFunctionEscapes(method.OriginalDefinition);
        }
        if (inline && _contracts.ContractOf(method) is { IsNone: false } contract)
        {
            // A method group that runs inline is checked as a call.
            CheckRequirements(new CallSite(reference, method, receiver, reference.Instance, 0), contract);
        }
        else if (receiver is not null)
        {
            Stored(reference, receiver, null);
        }
        return Unknown(reference);
    }

    private SymbolicValue Lambda(IFlowAnonymousFunctionOperation lambda, LambdaUse use)
    {
        var own = _contracts.ContractOf(lambda.Symbol);
        if (!own.IsNone) use = use with { Contract = own };
        if (!use.Inline) PublishCaptured(lambda);
        // What an unresolved call does with a lambda is not known either.
        if (Reporting && !_insideBroken) _nested.Lambda(lambda, _unit, _state, use);
        if (use.Inline)
        {
            BreakIfBroken(lambda.Symbol);
            var assigned = NestedWrites.In(_unit.Graph, lambda);
            int number = 300;
            foreach (var symbol in assigned)
            {
                var slot = _context.Slots.Of(symbol);
                if (_state.Env[slot] is not null) Assign(slot, Result(lambda, number++, slot.Type, slot.Name));
            }
        }
        return Unknown(lambda);
    }

    /// <summary>Objects that a lambda captures can be reached by whoever runs it.</summary>
    private void PublishCaptured(IFlowAnonymousFunctionOperation lambda)
    {
        foreach (var symbol in NestedWrites.Captured(_unit.Graph, lambda))
        {
            if (symbol is INamedTypeSymbol type)
            {
                var self = This(type);
                if (_state.Isolated[self] is not null) Publish(self);
                continue;
            }
            if (_state.Env[_context.Slots.Of(symbol)] is not { } value) continue;
            if (_state.Isolated[value] is not null) Publish(value);
            if (_state.Valid[value] is { HasEnded: false } validity && Reporting)
            {
                Add(new Finding(FindingKind.Leaves, lambda.Syntax) { Text = symbol.Name, Lock = validity.Declared[0].Text, Detail = "captured" });
            }
        }
    }

    private LambdaUse LambdaUseOf(CallSite call, IArgumentOperation argument, ParameterFacts facts)
    {
        bool inline = facts.InvokedInline || InlineCalls.RunsInline(call.Operation, call.Method);
        MemberContract? contract = argument.Parameter?.Type is INamedTypeSymbol { DelegateInvokeMethod: { } invoke }
            && _contracts.ContractOf(invoke) is { HasLockContract: true } found ? found : null;
        return new LambdaUse(inline, contract);
    }
}
