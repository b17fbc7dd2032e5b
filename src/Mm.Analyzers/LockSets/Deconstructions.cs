using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Mm.Analyzers.LockSets;

/// <summary>The Deconstruct method of a deconstruction, which its operation does not show.</summary>
internal static class Deconstructions
{
    public static IMethodSymbol? MethodOf(IDeconstructionAssignmentOperation operation, SemanticModel? model)
    {
        if (model is null || operation.Value.Type is { IsTupleType: true }) return null;
        return operation.Syntax switch
        {
            AssignmentExpressionSyntax assignment => model.GetDeconstructionInfo(assignment).Method,
            ForEachVariableStatementSyntax loop => model.GetDeconstructionInfo(loop).Method,
            { Parent: ForEachVariableStatementSyntax loop } => model.GetDeconstructionInfo(loop).Method,
            _ => null,
        };
    }

    public static IMethodSymbol? MethodOf(ILoopOperation loop, SemanticModel? model) =>
        loop.Syntax is ForEachVariableStatementSyntax each ? model?.GetDeconstructionInfo(each).Method : null;
}
