using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Contracts.BuiltIn;

namespace Mm.Analyzers.Rules;

/// <summary>MML005: something is locked that must not be, or that excludes nobody.</summary>
internal static class UnsuitableLock
{
    public static readonly DiagnosticDescriptor Descriptor = Rule.Describe(
        "MML005", "Object is unsuitable as a lock", "{0}", DiagnosticSeverity.Error,
        "An object that code elsewhere can lock leads to unrelated deadlocks; one that is new each time, or locked in another way than by everyone else, excludes nobody.");

    /// <summary>Looks at a lock statement, or at a call that may take a lock.</summary>
    public static void Check(IOperation operation, ContractModel contracts, ReassignableLock reassignable, Action<Diagnostic> report)
    {
        if (operation is ILockOperation statement) CheckMonitor(statement.LockedValue, contracts, reassignable, isStatement: true, report);
        else if (operation is IInvocationOperation call) CheckCall(call, contracts, reassignable, report);
    }

    private static void CheckCall(IInvocationOperation call, ContractModel contracts, ReassignableLock reassignable, Action<Diagnostic> report)
    {
        switch (BuiltInLocks.Find(call.TargetMethod.ContainingType))
        {
            case MonitorMembers when call.TargetMethod.Name is "Enter" or "TryEnter":
                foreach (var argument in call.Arguments)
                {
                    if (argument.Parameter?.Ordinal == 0) CheckMonitor(argument.Value, contracts, reassignable, isStatement: false, report);
                }
                break;
            case SpinLockMembers when call.Instance is { } instance && call.TargetMethod.Name is "Enter" or "TryEnter":
                CheckSpinLock(call.Instance, report);
                break;
        }
    }

    private static void CheckMonitor(IOperation value, ContractModel contracts, ReassignableLock reassignable, bool isStatement, Action<Diagnostic> report)
    {
        var locked = Unwrapped(value, out bool boxed);
        if (Member(locked) is { } member) reassignable.Check(member, report);
        if (Why(locked, boxed, contracts, isStatement && !IsCast(value)) is { } why) report(Diagnostic.Create(Descriptor, locked.Syntax.GetLocation(), why));
    }

    private static string? Why(IOperation locked, bool boxed, ContractModel contracts, bool isLockStatement)
    {
        if (locked is IInstanceReferenceOperation
            {
                ReferenceKind: InstanceReferenceKind
            .ContainingTypeInstance
            }) return BuiltInLocks.Find(locked.Type as INamedTypeSymbol) is ThreadingLock ? null // a copy of Lock for older frameworks is made of its own monitor
            : "'this' is locked: whoever has the object can lock it too; lock a private readonly object";
        if (boxed) return "A value is boxed to be locked: each boxing makes another object, which excludes nobody";
        if (locked.Type is not { } type) return null;
        if (type.SpecialType == SpecialType
            .System_String) return "A string is locked: equal strings elsewhere may be the same object; lock a private readonly object";
        if (IsType(type)) return $"A '{type.Name}' is locked, which code everywhere can reach; lock a private readonly object";
        if (BuiltInLocks.Find(type as INamedTypeSymbol) is ThreadingLock) return isLockStatement ? null
            : "A 'Lock' is locked through Monitor: everyone else takes it in its own way, and is not excluded";
        if (IsHiddenLock(locked)) return "A 'Lock' that is kept as an object is locked through Monitor: declare it as 'Lock'";
        if (contracts.LockTypeOf(type) is { } other) return $"A '{other.Name}' is locked through Monitor: whoever acquires it in its own way is not excluded";
        return null;
    }

    private static void CheckSpinLock(IOperation instance, Action<Diagnostic> report)
    {
        string? why = instance switch
        {
            IFieldReferenceOperation { Field.IsReadOnly: true } field when !InConstructorOf(field) =>
                $"The SpinLock in the readonly field '{field.Field.Name}' is copied by every call: take 'readonly' off the field",
            IPropertyReferenceOperation { Property: { ReturnsByRef: false, ReturnsByRefReadonly: false } property } =>
                $"The property '{property.Name}' returns a copy of its SpinLock: use the field",
            IInvocationOperation { TargetMethod: { ReturnsByRef: false, ReturnsByRefReadonly: false } method } =>
                $"'{method.Name}' returns a copy of its SpinLock",
            IParameterReferenceOperation { Parameter: { RefKind: RefKind.None or RefKind.In or RefKind.RefReadOnlyParameter } parameter } =>
                $"The parameter '{parameter.Name}' is a copy of the caller's SpinLock: pass it by ref",
            ILocalReferenceOperation { Local: { IsRef: false } local } when IsCopy(local, instance) =>
                $"The local '{local.Name}' is a copy of a SpinLock: use a ref local",
            _ => null,
        };
        if (why is not null) report(Diagnostic.Create(Descriptor, instance.Syntax.GetLocation(), why));
    }

    private static bool InConstructorOf(IFieldReferenceOperation field) =>
        field.SemanticModel?.GetEnclosingSymbol(field.Syntax.SpanStart) is IMethodSymbol
        {
            MethodKind: MethodKind.Constructor
            or MethodKind.StaticConstructor
        } method
        && SymbolEqualityComparer.Default.Equals(method.ContainingType, field.Field.ContainingType);

    /// <summary>The local is declared with the value of another variable.</summary>
    private static bool IsCopy(ILocalSymbol local, IOperation use) =>
        Initializer(local, use) is IFieldReferenceOperation or ILocalReferenceOperation or IParameterReferenceOperation or IArrayElementReferenceOperation
            or IPropertyReferenceOperation;

    /// <summary>An object that is declared with a Lock as its value.</summary>
    private static bool IsHiddenLock(IOperation locked)
    {
        if (locked.Type?.SpecialType != SpecialType.System_Object) return false;
        if (locked is ILocalReferenceOperation { Local: var local }) return Initializer(local, locked) is { } value && IsLock(value);
        if (locked is not IFieldReferenceOperation { Field: { IsReadOnly: true } field }) return false;
        return Construction.OnlyCreated(field) is ObjectCreationExpressionSyntax { Type: { } type }
            && type.ToString() is "Lock" or "System.Threading.Lock" or "global::System.Threading.Lock";
    }

    private static bool IsLock(IOperation value) => BuiltInLocks.Find(Unwrapped(value, out _).Type as INamedTypeSymbol) is ThreadingLock;

    private static IOperation? Initializer(ILocalSymbol local, IOperation use)
    {
        if (local.DeclaringSyntaxReferences is not [var reference]
            || reference.GetSyntax() is not VariableDeclaratorSyntax { Initializer.Value: { } value }) return null;
        return reference.SyntaxTree == use.Syntax.SyntaxTree && use.SemanticModel?.GetOperation(value) is { } operation ? operation : null;
    }

    private static bool IsType(ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current is
                {
                    Name: "MemberInfo",
                    ContainingNamespace:
                    {
                        Name: "Reflection",
                        ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true }
                    }
                }) return true;
        }
        return false;
    }

    private static bool IsCast(IOperation value) => value is IConversionOperation { IsImplicit: false };

    private static IOperation Unwrapped(IOperation value, out bool boxed)
    {
        boxed = false;
        while (value is IConversionOperation { OperatorMethod: null } conversion)
        {
            value = conversion.Operand;
            boxed |= value.Type is { IsValueType: true } && conversion.Type is { IsReferenceType: true };
        }
        return value;
    }

    private static ISymbol? Member(IOperation locked) => locked switch
    {
        IFieldReferenceOperation field => field.Field,
        IPropertyReferenceOperation { Arguments.IsEmpty: true } property => property.Property,
        _ => null,
    };
}
