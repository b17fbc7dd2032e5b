using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Rules.Declarations;

namespace Mm.Analyzers.Rules;

/// <summary>MML402: a method, local function or lambda with a contract becomes a delegate whose type does not carry it.</summary>
internal static class LostDelegateContract
{
    public static readonly DiagnosticDescriptor Descriptor = Rule.Describe(
        "MML402", "Conversion to a delegate loses a lock contract", "'{0}' {1}; whoever invokes it through '{2}' is not checked",
        DiagnosticSeverity.Error,
        "A delegate type without the contract lets anyone call the member without its lock.");

    /// <summary>Looks at a conversion to a delegate, or at the address of a method.</summary>
    public static void Check(IOperation operation, ContractModel contracts, Action<Diagnostic> report)
    {
        if (operation is IDelegateCreationOperation creation) Check(creation, contracts, report);
        else if (operation is IAddressOfOperation address) CheckPointer(address, contracts, report);
    }

    private static void Check(IDelegateCreationOperation creation, ContractModel contracts, Action<Diagnostic> report)
    {
        if (creation.Type is not INamedTypeSymbol { DelegateInvokeMethod: { } invoke } type) return;
        var method = creation.Target switch
        {
            IMethodReferenceOperation reference => reference.Method,
            IAnonymousFunctionOperation lambda => lambda.Symbol,
            { Type: INamedTypeSymbol { DelegateInvokeMethod: { } other } } => other,
            _ => null,
        };
        if (method is null || SymbolEqualityComparer.Default.Equals(method.OriginalDefinition, invoke.OriginalDefinition)) return;
        var actual = contracts.ContractOf(method);
        // A lambda that states nothing is checked under the delegate's contract.
        if (!actual.HasLockContract && (creation.Target is IAnonymousFunctionOperation || !contracts.ContractOf(invoke).HasLockContract)) return;
        if (RunsInline(creation, contracts) || IsRemovedHandler(creation)) return;
        if (ContractComparison.Misfit(contracts, contracts.ContractOf(invoke), actual, null) is not { } why) return;
        report(Diagnostic.Create(Descriptor, creation.Target.Syntax.GetLocation(), Places(method), SymbolText.Of(method), why, SymbolText.Of(type)));
    }

    private static void CheckPointer(IAddressOfOperation address, ContractModel contracts, Action<Diagnostic> report)
    {
        if (address.Reference is not IMethodReferenceOperation { Method: var method }) return;
        if (ContractComparison.Misfit(contracts, MemberContract.None, contracts.ContractOf(method), null) is not { } why) return;
        report(Diagnostic.Create(Descriptor, address.Syntax.GetLocation(), Places(method), SymbolText.Of(method), why, "delegate*"));
    }

    private static IEnumerable<Location> Places(IMethodSymbol method) =>
        method.MethodKind != MethodKind.AnonymousFunction && AnnotationLocation.OfName(method) is { } place ? [place] : [];

    /// <summary>The delegate runs during the call that it is an argument of, and is checked there.</summary>
    private static bool RunsInline(IOperation creation, ContractModel contracts)
    {
        var argument = Outermost(creation).Parent as IArgumentOperation;
        return argument is { Parameter: { ContainingSymbol: IMethodSymbol callee } parameter }
            && contracts.ContractOf(callee).Parameter(parameter.Ordinal).InvokedInline;
    }

    /// <summary>What is taken off an event is compared, never called.</summary>
    private static bool IsRemovedHandler(IOperation creation) => Outermost(creation).Parent switch
    {
        IEventAssignmentOperation { Adds: false } => true,
        ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Subtract } => true,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } => true,
        _ => false,
    };

    private static IOperation Outermost(IOperation operation)
    {
        while (operation.Parent is IConversionOperation or IParenthesizedOperation) operation = operation.Parent;
        return operation;
    }
}
