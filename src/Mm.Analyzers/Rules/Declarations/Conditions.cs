// MML002: results that an effect is bound to. A value that the member cannot return would make the effect never happen.
using Microsoft.CodeAnalysis;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.Rules.Declarations;

internal static class Conditions
{
    public static void Check(DeclarationContext context)
    {
        foreach (var annotation in context.Annotations)
        {
            if (annotation.Until is not null) CheckUntil(context, annotation);
            if (!annotation.HasWhen && !annotation.WhenNotNull) continue;
            if (Misfit(context, annotation) is not { } why) continue;
            string named = annotation.HasWhen ? "When" : "WhenNotNull";
            context.Report(ContradictoryAnnotation.Descriptor, AnnotationLocation.OfNamed(annotation, named, context.Cancellation), why);
        }
    }

    private static string? Misfit(DeclarationContext context, RawAnnotation annotation)
    {
        string member = SymbolText.Of(context.Symbol);
        if (annotation is { HasWhen: true, WhenNotNull: true }) return $"[{annotation.Kind}] on '{member}' has both When and WhenNotNull: one result decides";
        if (ResultOf(context.Symbol) is not { } type)
        {
            return $"[{annotation.Kind}] on '{member}' depends on a result, and '{member}' has none";
        }
        if (type.TypeKind is TypeKind.Error or TypeKind.TypeParameter or TypeKind.Dynamic || type.SpecialType == SpecialType.System_Object) return null;
        bool nullable = !type.IsValueType || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;
        if (annotation.WhenNotNull) return nullable ? null : $"WhenNotNull of [{annotation.Kind}] on '{member}': a result of type '{SymbolText.Of(type)}' is never null";
        return CanEqual(annotation.When, type, nullable)
            ? null
            : $"When of [{annotation.Kind}] on '{member}' is {Text(annotation.When)}, which a result of type '{SymbolText.Of(type)}' never is";
    }

    /// <summary>What the member returns to its caller, null for nothing; the T of a task.</summary>
    private static ITypeSymbol? ResultOf(ISymbol symbol) => symbol switch
    {
        IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor } => null,
        IMethodSymbol { ReturnsVoid: true } => null,
        IMethodSymbol method => IsPlainTask(method.ReturnType) ? null : PathBinder.Awaited(method.ReturnType),
        IPropertySymbol property => property.Type,
        IParameterSymbol { ContainingSymbol: { } owner } => ResultOf(owner),
        INamedTypeSymbol { DelegateInvokeMethod: { } invoke } => ResultOf(invoke),
        _ => null,
    };

    private static bool IsPlainTask(ITypeSymbol type) =>
        type is INamedTypeSymbol { Arity: 0, Name: "Task" or "ValueTask" } task && task.ContainingNamespace.ToDisplayString() == "System.Threading.Tasks";

    private static bool CanEqual(object? value, ITypeSymbol type, bool nullable)
    {
        if (value is null) return nullable;
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } wrapper) type = wrapper.TypeArguments[0];
        return value switch
        {
            bool => type.SpecialType == SpecialType.System_Boolean,
            string => type.SpecialType == SpecialType.System_String,
            char => type.SpecialType == SpecialType.System_Char,
            _ => type.TypeKind == TypeKind.Enum || IsNumber(type.SpecialType),
        };
    }

    private static bool IsNumber(SpecialType type) =>
        type is (>= SpecialType.System_SByte and <= SpecialType.System_Double) or SpecialType.System_IntPtr or SpecialType.System_UIntPtr;

    private static string Text(object? value) => value switch { null => "null", true => "true", false => "false", string text => $"\"{text}\"", _ => value.ToString() };

    private static void CheckUntil(DeclarationContext context, RawAnnotation annotation)
    {
        var binder = context.Contracts.Binder;
        var scope = annotation.Scope;
        var place = annotation.Data.ApplicationSyntaxReference;
        if (binder.Bind(annotation.Until!, scope, place).Path is not { } until) return;
        var paths = annotation.Paths.IsEmpty
            ? [binder.BindDefault(scope).Path]
            : annotation.Paths.Select(text => binder.Bind(text, scope, place).Path);
        if (!paths.Any(path => until.Equals(path))) return;
        context.Report(
            ContradictoryAnnotation.Descriptor, AnnotationLocation.OfNamed(annotation, "Until", context.Cancellation),
            $"Until of [{annotation.Kind}] on '{SymbolText.Of(context.Symbol)}' names the lock that is acquired: a hold cannot end with itself");
    }
}
